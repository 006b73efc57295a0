import ByteStorage
import Coordinator
import Datasets
import Foundation
import Jobs
import Logging
import MessagePassing
import Reports
import Tasks
import Worker

/// A demonstration on the ranks of a job: rooms, two evaluations, and what they say.
struct DemoSession {
  private let plan: DemoPlan
  private let universe: Universe
  private let logger: Logger
  private let stopSignal: StopSignal

  init(_ plan: DemoPlan, _ universe: Universe, _ logger: Logger, _ stopSignal: StopSignal) {
    self.plan = plan
    self.universe = universe
    self.logger = logger
    self.stopSignal = stopSignal
  }

  /// Runs everything. Collective.
  /// - Returns: what to print, on rank zero, an empty text on the others; nil when it was stopped.
  /// - Throws: `Agreement.Refusal` when something is missing; whatever goes wrong later.
  func run() throws -> String? {
    let agreement = Agreement(universe)
    let extents = try agreement.onRankZero {
      let job = try plan.prepare()
      try Folder.make(plan.output)
      return Array("\(job.data.height) \(job.data.width)".utf8)
    }
    let size = String(decoding: extents, as: UTF8.self).split(separator: " ").compactMap { Int($0) }
    try render(height: size[0], width: size[1])
    for model in plan.bothModels {
      if universe.world.rank == 0 {
        logger.info("attacking the \(model.name) model, \(model.path)")
      }
      let request = JobRequest(
        path: plan.job, overrides: plan.overrides(for: model), resumes: false)
      let outcome = try EvaluationSession(request, universe, logger, stopSignal).run()
      guard outcome.ending == .complete else { return nil }
    }
    let text = try agreement.onRankZero {
      let results = plan.bothModels.map { plan.results(of: $0) }
      try RunReport(results).write(to: plan.report)
      return Array("\(try RunComparison(results[0], results[1]))\n\nReport: \(plan.report)".utf8)
    }
    return universe.world.rank == 0 ? String(decoding: text, as: UTF8.self) : ""
  }

  /// Renders the rooms, on all ranks.
  private func render(height: Int, width: Int) throws {
    if universe.world.rank == 0 {
      logger.info("rendering \(plan.imageCount) rooms of \(height)x\(width)")
    }
    _ = try SharedWorkRun(threads: plan.threads, isQuiet: plan.isQuiet).run(
      {
        DatasetImport(
          try RoomSource(
            style: .nyuv2, seed: DemoPlan.roomSeed,
            counts: RoomSource.Counts(test: plan.imageCount, train: 0), height: height,
            width: width), to: plan.rooms)
      }, on: universe, Interruption())
  }
}
