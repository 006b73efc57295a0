import TestSupport
import Testing

@testable import MessagePassing

/// Scenarios of the probe under a real mpirun. One job at a time: a job has more ranks than cores.
@Suite(.serialized) struct ProbeTests {
  static let ranks = [1, 2, 3, 4]

  /// Runs scenarios that must succeed on every rank, in one job.
  @discardableResult
  private func succeed(
    _ scenarios: String..., pieceByteCount: Int = Communicator.defaultPieceByteCount, ranks: Int
  ) throws -> MPIRun.Outcome {
    let outcome = try MPIRun.launch(
      ranks: ranks, executable: "MessagePassingProbe",
      arguments: [scenarios.joined(separator: ","), "\(pieceByteCount)"])
    #expect(outcome.status == 0, "\(outcome.summary)")
    for rank in 0..<ranks {
      for scenario in scenarios {
        #expect(outcome.output.contains("rank \(rank): finished \(scenario)"), "\(outcome.summary)")
      }
    }
    return outcome
  }

  /// Runs a scenario that must end the whole job.
  private func fail(_ arguments: String..., ranks: Int, environment: [String: String] = [:]) throws
    -> MPIRun.Outcome
  {
    let outcome = try MPIRun.launch(
      ranks: ranks, executable: "MessagePassingProbe", arguments: arguments,
      environment: environment)
    #expect(outcome.status != 0, "\(outcome.summary)")
    #expect(!outcome.timedOut, "\(outcome.summary)")
    #expect(!outcome.output.contains("finished"), "\(outcome.summary)")
    return outcome
  }

  @Test(arguments: ranks) func ranksKnowThemselves(_ ranks: Int) throws {
    let outcome = try succeed("identity", ranks: ranks)
    for rank in 0..<ranks {
      #expect(outcome.output.contains("rank \(rank): of \(ranks) on "), "\(outcome.summary)")
    }
    #expect(outcome.output.contains("second entry: entering MPI"), "\(outcome.summary)")
  }

  @Test func worksWithoutMPIRun() throws {
    let outcome = try MPIRun.launchSingleton(
      executable: "MessagePassingProbe", arguments: ["collectives", "256"])
    #expect(outcome.status == 0, "\(outcome.summary)")
    #expect(outcome.output.contains("rank 0: finished collectives"), "\(outcome.summary)")
  }

  /// Small pieces: everything but the shortest travels in many, and the counts are no multiples of
  /// a piece.
  @Test(arguments: ranks) func collectivesOfAllTypes(_ ranks: Int) throws {
    try succeed("collectives", pieceByteCount: 256, ranks: ranks)
  }

  @Test(arguments: ranks) func partsOfAnArrayInPlace(_ ranks: Int) throws {
    try succeed("parts", pieceByteCount: 256, ranks: ranks)
  }

  @Test(arguments: ranks) func messagesOfAllTypesInPieces(_ ranks: Int) throws {
    try checkMessages(pieceByteCount: 64, ranks: ranks)
  }

  @Test func nothingChangesWithPiecesOfTheUsualSize() throws {
    try succeed("collectives", ranks: 3)
    try checkMessages(pieceByteCount: Communicator.defaultPieceByteCount, ranks: 3)
  }

  private func checkMessages(pieceByteCount: Int, ranks: Int) throws {
    let outcome = try succeed(
      "messages", "unknown-length", "too-long", "immediate", pieceByteCount: pieceByteCount,
      ranks: ranks)
    for length in [16, 4012, 7] {
      #expect(
        outcome.output.contains(
          "expected at most 3 elements of 4 bytes, found a message of \(length) bytes "
            + "from rank \(ranks - 1) with tag 5"), "\(outcome.summary)")
    }
  }

  @Test(arguments: [2, 3, 4]) func collectivesThatDoNotFitTogether(_ ranks: Int) throws {
    try succeed("collective-mismatch", ranks: ranks)
  }

  @Test(arguments: ranks) func communicators(_ ranks: Int) throws {
    try succeed("communicators", ranks: ranks)
  }

  @Test(arguments: ranks) func aThreadOfRankZeroAnswersRequests(_ ranks: Int) throws {
    try succeed("threads", ranks: ranks)
  }

  @Test(arguments: ranks) func reductionBitsAreThoseOfTheTree(_ ranks: Int) throws {
    try succeed("reduction", ranks: ranks)
  }

  /// The bits are those of the tree too, whatever is in flight, and every message arrives in pieces.
  @Test(arguments: ranks) func sumsGoOnInTheBackground(_ ranks: Int) throws {
    try succeed("background", pieceByteCount: 64, ranks: ranks)
  }

  @Test func sumsInTheBackgroundThatDoNotFitTogether() throws {
    let outcome = try fail("background-mismatch", ranks: 2)
    #expect(
      outcome.errorOutput.contains("expected exactly 32 bytes, found a message of 36 bytes"),
      "\(outcome.summary)")
  }

  @Test func sumInTheBackgroundThatOverflows() throws {
    let outcome = try fail("background-overflow", ranks: 2)
    #expect(outcome.errorOutput.contains("a sum does not fit Int64"), "\(outcome.summary)")
  }

  @Test(arguments: [2, 3, 4]) func reductionsThatDoNotFitTogether(_ ranks: Int) throws {
    let outcome = try fail("reduction-mismatch", ranks: ranks)
    #expect(
      outcome.errorOutput.contains("rank \(ranks - 1) brings 9 elements of type float"),
      "\(outcome.summary)")
  }

  @Test func reductionThatOverflows() throws {
    let outcome = try fail("reduction-overflow", ranks: 2)
    #expect(outcome.errorOutput.contains("a sum does not fit Int64"), "\(outcome.summary)")
  }

  @Test(arguments: ranks) func valuesOfANode(_ ranks: Int) throws {
    try succeed("sharing", ranks: ranks)
  }

  @Test(arguments: [1, 3]) func valuesWithoutMemoryToShare(_ ranks: Int) throws {
    try succeed("sharing-without-memory", ranks: ranks)
  }

  /// The others wait at a barrier: they must not wait for ever.
  @Test(arguments: ranks) func anErrorOnOneRankEndsTheJob(_ ranks: Int) throws {
    for failing in Set([0, ranks - 1]) {
      let outcome = try fail("fail", "64", "\(failing)", ranks: ranks)
      #expect(outcome.status == 1, "\(outcome.summary)")
      let line = outcome.errorOutput.split(separator: "\n").first {
        $0.hasPrefix("rank \(failing) on ")
      }
      #expect(line?.hasSuffix(": the disk on this rank is full") == true, "\(outcome.summary)")
      // The job ends within two seconds on a machine with nothing else to do.
      #expect(outcome.elapsed < .seconds(10), "\(outcome.summary)")
    }
  }

  @Test func aJobThatHangsIsEnded() throws {
    let outcome = try MPIRun.launch(
      ranks: 2, executable: "MessagePassingProbe", arguments: ["hang"], timeout: .seconds(2))
    #expect(outcome.timedOut)
    #expect(outcome.status != 0)
    #expect(outcome.elapsed < .seconds(15), "\(outcome.summary)")
  }

  @Test func abortHasItsCode() throws {
    let outcome = try fail("abort", "64", "7", ranks: 2)
    #expect(outcome.status == 7, "\(outcome.summary)")
    #expect(outcome.errorOutput.contains(": as asked"), "\(outcome.summary)")
  }

  @Test(arguments: [1, 3]) func threadLevelIsGranted(_ ranks: Int) throws {
    let outcome = try succeed("thread-level", ranks: ranks)
    #expect(outcome.output.contains("provided MPI_THREAD_MULTIPLE"), "\(outcome.summary)")
  }

  /// The probe then tells one rank that it was given less.
  private static let funneledOnly = ["PROBE_THREAD_LEVEL": "1"]

  @Test func threadLevelThatIsTooLowIsRefused() throws {
    let outcome = try fail(
      "thread-level", "64", "3", ranks: 2, environment: Self.funneledOnly)
    #expect(
      outcome.output.contains(
        "not in MPI: entering MPI with MPI_THREAD_MULTIPLE: at least MPI_THREAD_MULTIPLE is "
          + "required, the library provides MPI_THREAD_FUNNELED"), "\(outcome.summary)")
  }

  @Test func lowerThreadLevelIsAccepted() throws {
    let outcome = try MPIRun.launch(
      ranks: 2, executable: "MessagePassingProbe", arguments: ["thread-level", "64", "1"],
      environment: Self.funneledOnly)
    #expect(outcome.status == 0, "\(outcome.summary)")
    #expect(outcome.output.contains("provided MPI_THREAD_FUNNELED"), "\(outcome.summary)")
  }
}
