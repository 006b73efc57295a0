import ComputePlatform
import Coordinator
import Datasets
import DeepLearningPrimitives
import Foundation
import Jobs
import Logging
import MessagePassing
import Reports
import Worker

/// An evaluation on the ranks of a job, from the job file to the results.
struct EvaluationSession {
  private let request: JobRequest
  private let universe: Universe
  private let logger: Logger
  private let stopSignal: StopSignal
  private var world: Communicator { universe.world }
  private var isFirst: Bool { world.rank == 0 }

  init(_ request: JobRequest, _ universe: Universe, _ logger: Logger, _ stopSignal: StopSignal) {
    self.request = request
    self.universe = universe
    self.logger = logger
    self.stopSignal = stopSignal
  }

  /// Runs the job. Collective.
  /// - Returns: how it ended, on all ranks; on rank zero, what was found.
  /// - Throws: `Agreement.Refusal` when it cannot start; whatever goes wrong later.
  func run() throws -> EvaluationRanks.Outcome {
    let agreement = Agreement(universe)
    let start = Date()
    try agreement.require(VersionReport.programVersion, "version of equipoise")
    let instructionSet = try InstructionAgreement.impose(over: universe)
    let job: EvaluationJob = try request.job(agreement, rankCount: world.size)
    let roles = try agreement.everywhere { try Roles(job.coordination, rankCount: world.size) }
    let threads = try ThreadPlan(requested: job.threads, over: universe, logger)
    let data = try agreement.everywhere { try JobData(job.data, for: job.model.tasks) }
    try agreement.require(data.file.digest, "digest of \(job.data.file)")
    let model = try ModelStart(job.model, over: universe)
    let identity = RunIdentity(
      job, model: model.digest, network: model.networkDigest, data: data.file.digest,
      platform: "oneDNN \(Engine.libraryVersion) with \(instructionSet)")

    var coordinator: EvaluationCoordinator?
    _ = try agreement.onRankZero {
      coordinator = try EvaluationCoordinator(
        job, identity: identity, dialect: data.split.dialect,
        imageNames: Array(data.split.imageNames.prefix(data.imageCount)),
        resumes: request.resumes,
        holder: "process \(ProcessInfo.processInfo.processIdentifier) on \(universe.hostName)",
        logger: logger)
      return []
    }
    let draft = try agreement.everywhere {
      roles.computes(world.rank)
        ? try EvaluationDraft(
          job, graph: model.graph, split: data.split, weights: model.weights) : nil
    }
    try model.shareWeights(for: draft?.plans ?? [], over: universe)
    for problem in model.sharingProblems { logger.warning("\(problem)") }
    let runner = try agreement.everywhere {
      try draft.map { try EvaluationRunner($0, examples: try exampleWriter(job)) }
    }
    model.parameters.giveBackAll()
    let outcome = try EvaluationRanks(
      universe: universe, threads: threads, stopSignal: stopSignal, start: start
    ).run(coordinator, runner)
    if outcome.ending == .complete {
      try GalleryPass(universe: universe, roles: roles, imageCount: data.imageCount)
        .run(coordinator, outcome.summary, runner)
      try joinExamples(job, imageCount: data.imageCount, agreement)
      _ = try agreement.onRankZero {
        try RunReport([job.output]).write(to: "\(job.output)/\(ResultsFolder.reportName)")
        return []
      }
    }
    return outcome
  }

  private func exampleWriter(_ job: EvaluationJob) throws -> ExampleWriter? {
    job.adversarialExamples.isEmpty
      ? nil
      : try ExampleWriter(
        directory: job.output, rank: world.rank, formats: job.adversarialExamples)
  }

  /// Makes data sets of the examples that all ranks, of this run and of earlier ones, have kept.
  private func joinExamples(
    _ job: EvaluationJob, imageCount: Int, _ agreement: Agreement
  ) throws {
    guard !job.adversarialExamples.isEmpty else { return }
    let files = ExampleFiles(directory: job.output, job: job)
    try agreement.everywhere { try files.convert(rank: world.rank, rankCount: world.size) }
    _ = try agreement.onRankZero {
      try files.join(imageCount: imageCount)
      return []
    }
  }
}
