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
}
