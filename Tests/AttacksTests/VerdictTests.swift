import Testing

@testable import Attacks

/// Which of several results counts, and the numbers that random starts are made of.
@Suite struct VerdictTests {
  private func outcome(_ losses: [Double], objective: Double = 0) -> ImageOutcome {
    ImageOutcome(
      cleanLosses: losses.map { TaskLoss($0) }, losses: losses.map { TaskLoss($0) },
      objective: objective, relativeChange: 0, restart: 0, flags: [], steps: [])
  }

  @Test("the higher objective is better, a tie is not, and any number is better than none")
  func better() {
    func isBetter(_ first: Double, _ second: Double) -> Bool {
      outcome([1], objective: first).isBetter(than: outcome([1], objective: second))
    }
    #expect(isBetter(2, 1) && !isBetter(1, 2) && !isBetter(1, 1))
    #expect(isBetter(-5, .nan) && !isBetter(.nan, -5) && !isBetter(.nan, .nan))
  }

  @Test("of a list of attacks the first with the largest finite loss counts, per task")
  func worstCase() {
    var worst = WorstCase()
    worst.merge([outcome([.nan, 2, .infinity])])
    #expect(worst.choices[0].map(\.attack) == [nil, 0, nil])
    worst.merge([outcome([1, 2, .nan])])
    #expect(worst.choices[0].map(\.attack) == [1, 0, nil])
    worst.merge([outcome([1, 3, 4])])
    #expect(worst.choices[0].map(\.attack) == [1, 2, 2])
    #expect(worst.choices[0].map(\.loss.value) == [1, 3, 4])
    #expect(worst.attackCount == 3)
  }

  @Test("nearly normal numbers: mean 0, variance 1, and neighbours that do not know each other")
  func randomNumbers() {
    let random = CounterRandom(ImageKey(seed: 4, image: 2))
    let values = (0..<4000).map { Double(random.nearlyNormal($0)) }
    let mean = values.reduce(0, +) / 4000
    let variance = values.reduce(0) { $0 + $1 * $1 } / 4000
    let covariance = zip(values, values.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / 4000
    #expect(abs(mean) < 0.08 && abs(variance - 1) < 0.1 && abs(covariance) < 0.08)
  }
}
