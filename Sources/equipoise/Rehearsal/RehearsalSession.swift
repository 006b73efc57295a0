import ComputePlatform
import Coordinator
import Foundation
import Jobs
import Logging
import MessagePassing
import Worker

/// An evaluation on the ranks of a job with a stand-in for the network: everything that the ranks
/// do together is real, from the start to the results.
struct RehearsalSession {
  let plan: RehearsalPlan
  let universe: Universe
  let logger: Logger
  let stopSignal: StopSignal

  /// Runs the rehearsal. Collective.
  /// - Returns: the report, on rank zero, when it was not stopped.
  /// - Throws: `Agreement.Refusal` when it cannot start; whatever goes wrong later.
  func run() throws -> RehearsalReport? {
    let agreement = Agreement(universe)
    let start = Date()
    let job = try agreement.everywhere { try plan.job() }
    let roles = try agreement.everywhere {
      try Roles(job.coordination, rankCount: universe.world.size)
    }
    let threads = try ThreadPlan(requested: 1, over: universe, logger)
    var coordinator: EvaluationCoordinator?
    _ = try agreement.onRankZero {
      coordinator = try EvaluationCoordinator(
        job,
        identity: RunIdentity(job, model: "none", network: "none", data: "none", platform: "none"),
        dialect: job.data.kind, imageNames: (0..<plan.imageCount).map { "image \($0)" },
        resumes: false,
        holder: "process \(ProcessInfo.processInfo.processIdentifier) on \(universe.hostName)",
        logger: logger)
      return []
    }
    let rank = universe.world.rank
    let runner: StandInRunner? = try agreement.everywhere {
      guard roles.computes(rank) else { return nil }
      return StandInRunner(
        try StandInRecords(job.model.conventions), seconds: plan.seconds(on: rank))
    }
    let outcome = try EvaluationRanks(
      universe: universe, threads: threads, stopSignal: stopSignal, start: start
    ).run(coordinator, runner)
    guard let coordinator, outcome.ending == .complete else { return nil }
    return RehearsalReport(
      plan: plan, ranks: (0..<universe.world.size).filter { roles.computes($0) },
      coordinator: coordinator.figures, workers: outcome.figures,
      peakByteCount: ProcessMemory.peakResidentByteCount,
      memoryLimit: EvaluationCoordinator.memoryLimit(
        imageCount: plan.imageCount, configurationCount: plan.attackCount + 1))
  }
}
