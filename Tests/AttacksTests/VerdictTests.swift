import Testing

@testable import Attacks

/// What results are compared by.
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

  @Test("one task carries an attack only where there are others")
  func carriers() {
    func isCarried(_ clean: [TaskLoss], _ losses: [TaskLoss]) -> Bool {
      RelativeChange(scale: .clean, clean: clean).isCarriedByOneTask(losses.span)
    }
    let one = TaskLoss(1)
    #expect(isCarried([one, one], [TaskLoss(2), one]))
    #expect(!isCarried([one, one], [TaskLoss(2), TaskLoss(2)]))
    #expect(!isCarried([one], [TaskLoss(2)]))
    #expect(!isCarried([one, .empty], [TaskLoss(2), .empty]))
  }
}
