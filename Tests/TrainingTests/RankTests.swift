import Networks
import TestSupport
import Testing

@testable import Training

/// A global batch divided among ranks is the batch of one rank, up to rounding.
@Suite struct RankTests {
  struct Outcome: Sendable {
    let losses: [[Double]]
    let state: [Float]
  }

  /// Shares of three images; one rank may have none.
  static let divisions: [[Range<Int>]] = [[0..<2, 2..<3], [0..<3, 3..<3], [0..<1, 1..<2, 2..<3]]

  @Test(arguments: divisions) func sharesAddUp(_ division: [Range<Int>]) throws {
    @Sendable func run(_ exchange: StepExchange, _ share: Range<Int>?) throws -> Outcome {
      let fixture = try TrainerFixture(
        optimizer: .descent(.init(momentum: 0.9)), rate: LearningRate(base: 1e-3),
        weighting: .relativeLoss, largestNorm: 1, dropout: 0.3, exchange: exchange)
      var losses: [[Double]] = []
      for iteration in 0..<3 {
        let batch = try fixture.reference.batch(iteration, share)
        losses += try fixture.trainer.iterate(batch).map(\.losses)
      }
      return Outcome(losses: losses, state: fixture.state())
    }
    let alone = try run(.none, nil)
    let group = RankGroup(division.count)
    let ranks = try group.run { rank in try run(group.exchange(rank), division[rank]) }
    for outcome in ranks {
      #expect(firstDifference(outcome.state, ranks[0].state) == nil)
      #expect(outcome.losses == ranks[0].losses)
      #expect(relativeError(outcome.state, alone.state) < 1e-5)
      for (step, expected) in zip(outcome.losses, alone.losses) {
        #expect(relativeError(step, expected) < 1e-5)
      }
    }
  }
}
