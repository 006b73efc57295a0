internal import Attacks
internal import ByteStorage
public import Jobs
public import Logging
public import MessagePassing
public import Tasks

/// What rank zero does in an evaluation besides computing: it keeps the journal, hands out units,
/// and makes results of records.
public final class EvaluationCoordinator {
  /// How a run ended.
  public enum Ending: String, Sendable {
    /// All records are there.
    case complete
    /// Stopped before that; `--resume` goes on.
    case stopped
  }

  let job: EvaluationJob
  let identity: RunIdentity
  let directory: ResultsDirectory
  let journal: RunJournal
  let imageNames: [String]
  let dialect: LabelDialect
  let initialRecordCount: Int
  private let logger: Logger
  private var progress: Progress
  private var running: RunningPerformance
  private var lastSync = ContinuousClock.now
  /// What the coordinator did until ``run(over:local:hostNames:isStopWanted:)`` returned.
  public private(set) var figures = CoordinatorFigures()

  /// The clean images, and every attack.
  var configurationCount: Int { job.attacks.count + 1 }

  /// Opens the results directory, and the journal in it.
  /// - Parameters:
  ///   - job: what to do.
  ///   - identity: what the results depend on.
  ///   - dialect: how the images' labels are encoded.
  ///   - imageNames: the images of the job.
  ///   - resumes: whether to go on with a run that is there.
  ///   - holder: who holds the directory, for those who find it locked.
  /// - Throws: errors that name the file, what was expected of it and what was found: a directory
  ///   in use or with other things in it, a journal of another run, a file system that fails.
  public init(
    _ job: EvaluationJob, identity: RunIdentity, dialect: LabelDialect, imageNames: [String],
    resumes: Bool, holder: String, logger: Logger
  ) throws {
    self.job = job
    self.identity = identity
    self.logger = logger
    self.dialect = dialect
    self.imageNames = imageNames
    directory = try ResultsDirectory(job.output, resumes: resumes, holder: holder)
    running = RunningPerformance(job, dialect: dialect)
    let path = directory.file(ResultsDirectory.journalName)
    let counts = (images: imageNames.count, configurations: job.attacks.count + 1)
    if directory.isContinued {
      let conventions = job.model.conventions
      var running = running
      let (journal, recovery) = try RunJournal.open(
        path, identity: identity, imageCount: counts.images,
        configurationCount: counts.configurations
      ) { record in running.add(try RunRecord(record, conventions: conventions)) }
      self.journal = journal
      self.running = running
      logger.info(
        "going on with \(recovery.recordCount) of \(counts.images * counts.configurations) records")
      if recovery.tornByteCount > 0 {
        logger.warning(
          "\(path): cut off \(recovery.tornByteCount) bytes of a record that was not complete")
      }
    } else {
      journal = try RunJournal.create(
        path, identity: identity, imageCount: counts.images,
        configurationCount: counts.configurations)
    }
    initialRecordCount = journal.recordCount
    progress = Progress(
      total: counts.images * counts.configurations, initial: initialRecordCount,
      imageCount: counts.images)
  }

  /// Hands out what is missing and keeps what comes, until the end or a stop.
  /// - Parameters:
  ///   - communicator: of all ranks, for orders and reports alone.
  ///   - local: the exchange with the worker of this rank, if there is one.
  ///   - hostNames: where the ranks are.
  ///   - isStopWanted: whether a signal has asked this rank to stop.
  /// - Returns: how it ended, and what every worker did.
  /// - Throws: an error that names the rank when a worker fails; `FileError` when the journal cannot
  ///   be written; `MPIError`. What was kept before is on the disk.
  public func run(
    over communicator: Communicator, local: LocalExchange?, hostNames: [String],
    isStopWanted: @escaping () -> Bool
  ) throws -> (ending: Ending, figures: [WorkerFigures]) {
    let channels = RankChannels(communicator, local: local, hostNames: hostNames)
    let passes = try PassCounts(job)
    let plan = UnitPlan(
      imageCount: imageNames.count, batchSize: job.batchSize,
      configurationCount: configurationCount, passes: passes, workerCount: channels.workerCount,
      needsCleanFirst: needsMeanLosses, isMissing: { !journal.has($0) })
    var loop = CoordinatorLoop(
      channels, self, phases: plan.phases, work: passes.work, handOut: job.handOut,
      isStopWanted: isStopWanted)
    do {
      let (ending, figures) = try measuring(\.seconds) { try loop.run() }
      try measuring(\.journalSeconds) { try journal.sync() }
      self.figures.idleSeconds = loop.idleSeconds
      self.figures.traffic = channels.traffic
      return (ending == .complete ? .complete : .stopped, figures)
    } catch {
      // The first error is the one to tell; what is on the disk is found again in any case.
      try? journal.sync()
      throw error
    }
  }

  private var needsMeanLosses: Bool {
    job.attacks.contains { $0.attack.strategy.needsMeanLosses }
  }
}

extension EvaluationCoordinator: CoordinatorDuties {
  /// How often the journal is brought to the disk: what the end of a machine loses at most.
  private static let syncInterval = Duration.seconds(1)

  func keep(_ bytes: [UInt8]) throws {
    let record = try RunRecord(bytes, conventions: job.model.conventions)
    figures.recordCount += 1
    if try measuring(\.journalSeconds, { try journal.append(bytes) }) { running.add(record) }
  }

  private func measuring<Result>(
    _ figure: WritableKeyPath<CoordinatorFigures, Double>, _ body: () throws -> Result
  ) rethrows -> Result {
    let start = ContinuousClock.now
    defer { figures[keyPath: figure] += (ContinuousClock.now - start) / .seconds(1) }
    return try body()
  }

  func meanLosses() throws -> [Double]? {
    guard needsMeanLosses else { return nil }
    let conventions = job.model.conventions
    var sums = [Double](repeating: 0, count: conventions.count)
    var counts = [Int](repeating: 0, count: conventions.count)
    for image in imageNames.indices {
      let key = RecordKey(image: image, configuration: RecordKey.clean)
      for (task, loss) in try journal.record(key, conventions: conventions).losses.enumerated()
      where !loss.isEmpty {
        sums[task] += loss.value
        counts[task] += 1
      }
    }
    return zip(sums, counts).map { $1 == 0 ? 0 : $0 / Double($1) }
  }

  func tick() throws {
    let now = ContinuousClock.now
    if now - lastSync >= Self.syncInterval {
      try measuring(\.journalSeconds) { try journal.sync() }
      lastSync = now
    }
    if let line = progress.line(journal.recordCount, performance: running.text) {
      logger.info("\(line)")
    }
  }
}
