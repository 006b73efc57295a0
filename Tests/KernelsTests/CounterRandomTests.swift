import Kernels
import Testing

@Suite struct CounterRandomTests {
  /// Pinned: results of jobs depend on them.
  @Test func bitsAreThoseOfTheKeyAndTheCounter() {
    let random = CounterRandom(key: 1, 2, 3)
    #expect(random.bits(0) != random.bits(1))
    #expect(CounterRandom(key: 1, 2, 3).bits(9) == random.bits(9))
    for other in [
      CounterRandom(key: 1, 2), CounterRandom(key: 1, 3, 2), CounterRandom(key: 2, 2, 3),
    ] {
      #expect(other.bits(9) != random.bits(9))
    }
    // The first number of SplitMix64 whose state is the first of state 0.
    #expect(CounterRandom(key: 0).bits(0) == 0xA706_DD2F_4D19_7E6F)
  }

  @Test(arguments: [1, 2, 7, 654])
  func indicesCoverTheirRange(_ count: Int) {
    let random = CounterRandom(key: 5)
    let indices = (0..<40 * count).map { random.index($0, below: count) }
    #expect(Set(indices) == Set(0..<count))
  }

  @Test("nearly normal numbers: mean 0, variance 1, and neighbours that do not know each other")
  func randomNumbers() {
    let random = CounterRandom(key: 4, 2)
    let values = (0..<4000).map { Double(random.nearlyNormal($0)) }
    let mean = values.reduce(0, +) / 4000
    let variance = values.reduce(0) { $0 + $1 * $1 } / 4000
    let covariance = zip(values, values.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / 4000
    #expect(abs(mean) < 0.08 && abs(variance - 1) < 0.1 && abs(covariance) < 0.08)
  }
}
