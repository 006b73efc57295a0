import Foundation
import TestSupport
import Testing

/// Training steps under a real mpirun. One job at a time: a job has more ranks than cores.
@Suite(.serialized) struct DistributedTrainingTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  /// Runs a job that succeeds.
  private func train(
    ranks: Int, threads: Int = 1, _ change: (inout TrainingProbeJob) -> Void = { _ in }
  ) throws -> TrainingProbeOutcome {
    var job = TrainingProbeJob(output: folder.file("outcome.json"))
    change(&job)
    let outcome = try MPIRun.launch(
      ranks: ranks, executable: "TrainingProbe", arguments: [job.argument()])
    try #require(outcome.status == 0, "\(outcome.summary)")
    return try JSONDecoder().decode(
      TrainingProbeOutcome.self, from: Data(contentsOf: URL(fileURLWithPath: job.output)))
  }

  /// A job that is ended by an error.
  private func fail(
    ranks: Int, _ change: (inout TrainingProbeJob) -> Void
  ) throws -> MPIRun.Outcome {
    var job = TrainingProbeJob(output: folder.file("failed.json"))
    change(&job)
    return try MPIRun.launch(
      ranks: ranks, executable: "TrainingProbe", arguments: [job.argument()])
  }

  /// With synchronised batch norms nothing but rounding depends on the number of ranks.
  @Test func theNumberOfRanksIsRounding() throws {
    let alone = try train(ranks: 1)
    #expect(alone.losses.count == 20)
    for ranks in [2, 4] {
      let divided = try train(ranks: ranks)
      #expect(relativeError(divided.losses[0], alone.losses[0]) < 1e-5)
      #expect(relativeError(divided.gradient, alone.gradient) < 1e-5)
      #expect(relativeError(divided.values, alone.values) < 1e-4)
      #expect(relativeError(divided.statistics, alone.statistics) < 1e-4)
      #expect(divided.gradient != alone.gradient, "the ranks did not divide the work")
    }
  }

  /// Adam turns rounding into whole steps where gradients vanish. PyTorch's own runs part by that
  /// much, in Fixtures/spread.json, and before they part all agree to rounding.
  @Test(arguments: [1, 2, 4]) func lossesOfAdamStayAmongPyTorchs(_ ranks: Int) throws {
    struct Spread: Decodable {
      let least: [[Double]]
      let largest: [[Double]]
    }
    let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/spread.json")
    let spread = try JSONDecoder().decode(Spread.self, from: Data(contentsOf: fixture))
    let found = try train(ranks: ranks) { $0.usesAdam = true }
    #expect(found.losses.count == spread.least.count)
    for (iteration, losses) in found.losses.enumerated() {
      for (task, loss) in losses.enumerated() {
        let (least, largest) = (spread.least[iteration][task], spread.largest[iteration][task])
        let rounding = 1e-5 * largest
        #expect(
          loss > least - rounding && loss < largest + rounding,
          "iteration \(iteration), task \(task): \(loss) in \(least)...\(largest)")
      }
    }
  }

  /// Same ranks, same bytes; and both ways to update, whatever the buckets, do the same.
  @Test(arguments: [2, 3, 4]) func bytesAreThoseOfTheRanks(_ ranks: Int) throws {
    func run(_ change: (inout TrainingProbeJob) -> Void = { _ in }) throws -> TrainingProbeOutcome {
      try train(ranks: ranks) {
        ($0.isAdversarial, $0.usesAdam, $0.dropout, $0.gradientLimit) = (true, true, 0.3, 0.5)
        ($0.iterations, $0.batchSizes) = (3, [5, 2])
        change(&$0)
      }
    }
    let first = try run()
    #expect(first.norms.count == 6 && first.norms.allSatisfy { $0 > 0.5 })
    #expect(first.ownedCounts.dropFirst().allSatisfy { $0 == 0 })
    #expect(try run { ($0.bucketByteCount, $0.bucketsInFlight) = (1 << 20, 4) } == first)
    var sharded = try run { ($0.isSharded, $0.bucketsInFlight) = (true, 1) }
    #expect(sharded.ownedCounts.allSatisfy { $0 > 0 })
    sharded.ownedCounts = first.ownedCounts
    #expect(sharded == first)
  }

  /// No sample is dropped or seen twice, and a rank may have none.
  @Test func batchesAreDividedExactly() throws {
    let sizes = [2, 7, 1]
    let alone = try train(ranks: 1) { ($0.batchSizes, $0.iterations) = (sizes, 6) }
    for isSharded in [false, true] {
      let divided = try train(ranks: 3) {
        ($0.batchSizes, $0.iterations, $0.isSharded) = (sizes, 6, isSharded)
      }
      var next = 0
      for (iteration, shares) in divided.samples.enumerated() {
        let count = sizes[iteration % 3]
        #expect(shares.flatMap { $0 } == Array(next..<next + count))
        let lengths = shares.map(\.count)
        #expect((lengths.max() ?? 0) - (lengths.min() ?? 0) <= 1)
        next += count
      }
      #expect(divided.samples[0].contains([]))
      for (found, expected) in zip(divided.losses, alone.losses) {
        #expect(relativeError(found, expected) < 1e-4)
      }
      #expect(relativeError(divided.values, alone.values) < 1e-4)
    }
  }

  /// Local batch norms measure other things than those of one rank, but all ranks end with the same
  /// running statistics: the mean over images, to which an empty rank adds nothing.
  @Test func localStatisticsAreAveraged() throws {
    let synchronised = try train(ranks: 3) { ($0.batchSizes, $0.iterations) = ([2], 1) }
    let local = try train(ranks: 3) {
      ($0.batchSizes, $0.iterations, $0.isSynchronised) = ([2], 1, false)
    }
    #expect(local.losses != synchronised.losses)
    // Means over the images of means are the means over all pixels.
    let means = 0..<16
    #expect(
      relativeError(local.statistics[means], synchronised.statistics[means]) < 1e-5)
    let alone = try train(ranks: 1) { ($0.iterations, $0.isSynchronised) = (3, false) }
    let together = try train(ranks: 1) { $0.iterations = 3 }
    #expect(alone == together)
  }

  @Test(arguments: [0, 2]) func aRankThatFailsEndsTheJob(_ rank: Int) throws {
    let outcome = try fail(ranks: 3) { $0.failingRank = rank }
    #expect(outcome.status == 1, "\(outcome.summary)")
    #expect(
      outcome.errorOutput.contains("rank \(rank) on ")
        && outcome.errorOutput.contains("the images of iteration 1 cannot be read"),
      "\(outcome.summary)")
  }

  @Test func aLossWithoutANumberStopsAllRanksTogether() throws {
    let outcome = try fail(ranks: 3) { $0.poisonedRank = 2 }
    #expect(outcome.status == 0, "\(outcome.summary)")
    for rank in 0..<3 {
      #expect(
        outcome.output.contains("rank \(rank) stops: iteration 1, loss of segment_semantic"),
        "\(outcome.summary)")
    }
  }
}
