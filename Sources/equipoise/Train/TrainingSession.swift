import Checkpoints
import Coordinator
import Datasets
import DeepLearningPrimitives
import Foundation
import Jobs
import Logging
import MessagePassing
import Networks
import TensorCore
import Training
import Worker

/// A training on the ranks of a job, from the job file to the model.
struct TrainingSession {
  private let request: JobRequest
  private let universe: Universe
  private let logger: Logger
  private let stopSignal: StopSignal
  /// When this attempt began.
  private let start = Date()
  private var world: Communicator { universe.world }
  private var place: RankPlace { RankPlace(rank: world.rank, count: world.size) }

  init(_ request: JobRequest, _ universe: Universe, _ logger: Logger, _ stopSignal: StopSignal) {
    self.request = request
    self.universe = universe
    self.logger = logger
    self.stopSignal = stopSignal
  }

  /// Runs the job. Collective.
  /// - Returns: how it ended, on all ranks.
  /// - Throws: `Agreement.Refusal` when it cannot start; whatever goes wrong later.
  func run() throws -> TrainingLoop.Ending {
    let agreement = Agreement(universe)
    try agreement.require(VersionReport.programVersion, "version of equipoise")
    let instructionSet = try InstructionAgreement.impose(over: universe)
    let job: TrainingJob = try request.job(agreement, rankCount: world.size)
    let threads = try ThreadPlan(requested: job.threads, over: universe, logger)
    let data = try agreement.everywhere { try TrainingData(job) }
    try agreement.require(data.trained.file.digest, "digest of \(job.data.file)")
    let model = try ModelStart(job.model, over: universe)
    for problem in model.sharingProblems { logger.warning("\(problem)") }
    let identity = RunIdentity(
      job, model: model.digest, network: model.networkDigest, data: data.trained.file.digest,
      platform: "oneDNN \(Engine.libraryVersion) with \(instructionSet)", rankCount: world.size)

    let facts = AttemptFacts(
      start: start, hostNames: try agreement.texts(universe.hostName),
      threadCounts: threads.allThreadCounts,
      versions: VersionReport.current.description.split(separator: "\n").map(String.init),
      threadLevel: "\(universe.threadLevel)")
    var folder: TrainingFolder?
    let latest = try agreement.onRankZero {
      let made = try TrainingFolder(
        job, identity: identity, resumes: request.resumes, holder: holder, facts: facts)
      folder = made
      return Array(try latestCheckpoint(made).utf8)
    }
    let steps = try DistributedSteps(
      ParameterLayout(model.graph), over: universe, job.distribution)
    let checkpoint = String(decoding: latest, as: UTF8.self)
    let (trainer, position) = try agreement.everywhere {
      try makeTrainer(job, model, world.size > 1 ? steps.exchange : .none, from: checkpoint)
    }
    model.parameters.giveBackAll()
    let ending = try train(job, data, trainer, steps, from: position, checkpoint, folder)
    try steps.free()
    return ending
  }

  /// This process, for those who find the folder locked.
  private var holder: String {
    "process \(ProcessInfo.processInfo.processIdentifier) on \(universe.hostName)"
  }

  /// The path of the checkpoint to go on from; empty without one.
  private func latestCheckpoint(_ folder: TrainingFolder) throws -> String {
    let logger = logger
    let checkpoint = try folder.checkpoints.latest { (damage: any Error) in
      logger.warning("\(damage); going on from the checkpoint before")
    }
    return checkpoint?.file ?? ""
  }

  /// The trainer at the start of the job, or where a checkpoint left it.
  private func makeTrainer(
    _ job: TrainingJob, _ model: ModelStart, _ exchange: StepExchange, from path: String
  ) throws -> (Trainer, TrainingPosition) {
    let checkpoint = path.isEmpty ? nil : try Checkpoint(path: path)
    let source: any ParameterSource =
      try checkpoint.map { try CheckpointParameters($0, for: model.graph, layout: nil) }
      ?? model.parameters
    let trainer = try Trainer(
      model.graph, conventions: job.model.conventions, from: source,
      imageShape: TensorShape(
        batch: 1, height: job.data.height, width: job.data.width, channels: 3),
      settings: try job.settings(), exchange: exchange, engine: model.engine)
    let position = try checkpoint.map { try trainer.resume(from: $0) }
    return (trainer, position ?? TrainingPosition())
  }

  private func train(
    _ job: TrainingJob, _ data: TrainingData, _ trainer: Trainer, _ steps: DistributedSteps,
    from position: TrainingPosition, _ checkpoint: String, _ folder: TrainingFolder?
  ) throws -> TrainingLoop.Ending {
    let agreement = Agreement(universe)
    let total = job.iterationCount(imageCount: data.trained.imageCount)
    var log: TrainingLog?
    _ = try agreement.onRankZero {
      guard let folder else { return [] }
      if trainer.iteration > 0 { logger.info("going on from iteration \(trainer.iteration)") }
      log = try TrainingLog(
        job, in: folder, from: trainer.iteration, iterationCount: total,
        start: start, source: "\(universe.hostName).\(ProcessInfo.processInfo.processIdentifier)",
        logger: logger)
      return []
    }
    let validator = try agreement.everywhere {
      try job.validation.flatMap { settings in
        try data.validation.map { split, count in
          try Validator(
            trainer, settings, job.model, split, imageCount: count, place: place)
        }
      }
    }
    // Not the newest file there is, which may have been passed over.
    var lastCheckpoint = checkpoint
    let stopSignal = stopSignal
    let duties = TrainingDuties(
      agree: { problem in
        guard try steps.holdsOnAnyRank(problem != nil) else { return }
        try agreement.everywhere { if let problem { throw problem } }
      },
      isStopWanted: { try steps.holdsOnAnyRank(stopSignal.isWanted) },
      note: { iteration in
        try log?.note(
          iteration.number, epoch: iteration.start.epoch, imageCount: iteration.imageCount,
          iteration.reports)
      },
      validate: { iteration in
        guard let validator else { return }
        let own = try agreement.everywhere { try validator.records() }
        let gathered = try RecordGathering.gather(
          own, conventions: job.model.conventions, over: world)
        if let gathered { try log?.validate(iteration, gathered) }
      },
      save: { position in
        let memory = try trainer.collectMemory()
        let path = try agreement.onRankZero {
          try log?.sync()
          guard let folder, let memory else { return [] }
          return Array(try folder.checkpoints.write(trainer, at: position, memory).utf8)
        }
        lastCheckpoint = String(decoding: path, as: UTF8.self)
      })
    let loop = TrainingLoop(
      job, data.trained.split, imageCount: data.trained.imageCount, place: place)
    do {
      let ending = try loop.run(trainer, from: position, duties)
      if ending == .complete, let folder { try trainer.writeModel(to: folder.modelPath) }
      return ending
    } catch let error as TrainingError {
      throw Agreement.Refusal(
        description: "\(error); the last good checkpoint is "
          + (lastCheckpoint.isEmpty ? "none" : lastCheckpoint))
    }
  }
}
