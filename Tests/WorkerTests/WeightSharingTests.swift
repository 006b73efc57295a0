import TestSupport
import Testing

/// One copy of arranged weights for the ranks of a node, under a real mpirun. The probe compares the
/// results of every rank's plans with those of weights of its own, bit for bit.
@Suite(.serialized) struct WeightSharingTests {
  private func run(_ scenario: String, ranks: Int) throws -> MPIRun.Outcome {
    let outcome = try MPIRun.launch(ranks: ranks, executable: "SharingProbe", arguments: [scenario])
    #expect(outcome.status == 0, "\(outcome.summary)")
    return outcome
  }

  /// Which ranks have read parameters.
  private func expectReading(_ ranks: [Bool], in outcome: MPIRun.Outcome) {
    for (rank, reads) in ranks.enumerated() {
      #expect(outcome.output.contains("rank \(rank): reads \(reads)"), "\(outcome.summary)")
    }
  }

  @Test(arguments: [1, 2, 3]) func oneRankArrangesForAll(_ ranks: Int) throws {
    let outcome = try run("alike", ranks: ranks)
    expectReading((0..<ranks).map { $0 == 0 }, in: outcome)
    #expect(!outcome.output.contains("not shared"), "\(outcome.summary)")
  }

  @Test func ranksShareWithThoseThatWantTheSame() throws {
    expectReading([false, true, false, true], in: try run("mixed", ranks: 4))
  }

  @Test func ranksDoWithoutMemoryToShare() throws {
    let outcome = try run("withoutMemory", ranks: 2)
    expectReading([true, true], in: outcome)
    #expect(
      outcome.output.contains("rank 0: problem arranged weights are not shared: "),
      "\(outcome.summary)")
    #expect(outcome.output.contains("rank 1: problem none"), "\(outcome.summary)")
  }

  @Test func aRankThatCannotArrangeStopsAll() throws {
    let outcome = try run("damaged", ranks: 3)
    for rank in 0..<3 {
      #expect(
        outcome.output.contains("rank \(rank) refuses: rank 0 on ")
          && outcome.output.contains("the values of conv3.weight are gone"), "\(outcome.summary)")
    }
    #expect(!outcome.output.contains("reads"), "\(outcome.summary)")
  }
}
