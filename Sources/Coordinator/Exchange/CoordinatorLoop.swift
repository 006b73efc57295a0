internal import Glibc
internal import Jobs

/// What the coordinator does with what it is told.
protocol CoordinatorDuties: AnyObject {
  /// Keeps a record.
  /// - Throws: when it cannot be kept.
  func keep(_ record: [UInt8]) throws

  /// The clean model's mean losses, once all clean images are there; nil when nobody needs them.
  func meanLosses() throws -> [Double]?

  /// Called now and then, at least every few milliseconds while nothing else happens.
  func tick() throws
}

/// Hands out units and collects results until everything is done or somebody wants to stop.
///
/// Runs on the thread that entered MPI. It looks for reports and sleeps for a moment when there are
/// none: a worker on the same core loses next to nothing, and workers never wait for the moment,
/// since each has a unit ahead.
struct CoordinatorLoop {
  /// How a run ended.
  enum Ending: Equatable {
    /// Everything is done.
    case complete
    /// Stopped before that; what was delivered is kept.
    case stopped
  }

  /// A worker that cannot go on.
  struct WorkerFailure: Error, CustomStringConvertible {
    let worker: String
    let message: String
    var description: String { "\(worker): \(message)" }
  }

  private let channels: any WorkerChannels
  private let duties: any CoordinatorDuties
  private let isStopWanted: () -> Bool
  private var phases: ArraySlice<[WorkUnit]>
  private var begunPhaseCount = 0
  private var dispatcher: Dispatcher
  private let handOut: HandOut
  private let work: (WorkUnit) -> Int
  private var isStopping = false
  private var workers: [WorkerState]
  /// Seconds asleep so far.
  private(set) var idleSeconds = 0.0

  private enum WorkerState: Equatable {
    case working
    case dismissed
    case gone(WorkerFigures)
  }

  private static let pause: UInt32 = 1000  // microseconds

  /// - Parameters:
  ///   - phases: units. A phase after the first begins when the one before is complete, with the
  ///     mean losses of the clean images where ``CoordinatorDuties/meanLosses()`` has them.
  ///   - work: what a unit costs, see ``Dispatcher``.
  ///   - isStopWanted: whether a signal has asked this rank to stop.
  init(
    _ channels: any WorkerChannels, _ duties: any CoordinatorDuties, phases: [[WorkUnit]],
    work: @escaping (WorkUnit) -> Int, handOut: HandOut, isStopWanted: @escaping () -> Bool
  ) {
    self.channels = channels
    self.duties = duties
    self.isStopWanted = isStopWanted
    self.handOut = handOut
    self.work = work
    self.phases = phases[...]
    dispatcher = Dispatcher(
      [], work: work, workerCount: channels.workerCount, handOut: handOut)
    workers = Array(repeating: .working, count: channels.workerCount)
  }

  /// Runs to the end.
  /// - Returns: how it ended, and what every worker did.
  /// - Throws: ``WorkerFailure``; what the channels and the duties throw.
  mutating func run() throws -> (ending: Ending, figures: [WorkerFigures]) {
    while true {
      if isStopWanted() { try stop() }
      try advance()
      for worker in workers.indices where workers[worker] == .working { try feed(worker) }
      let figures = workers.compactMap { state in
        if case .gone(let figures) = state { figures } else { nil }
      }
      if figures.count == workers.count {
        return (dispatcher.isComplete && phases.isEmpty ? .complete : .stopped, figures)
      }
      if let (worker, report) = try channels.arrivedReport() {
        try take(report, from: worker)
      } else {
        let start = ContinuousClock.now
        usleep(Self.pause)
        idleSeconds += (ContinuousClock.now - start) / .seconds(1)
      }
      try duties.tick()
    }
  }

  /// Begins the next phase when there is one and the current one is complete.
  private mutating func advance() throws {
    guard dispatcher.isComplete, !isStopping, let next = phases.popFirst() else { return }
    dispatcher = Dispatcher(
      next, work: work, workerCount: workers.count, handOut: handOut)
    begunPhaseCount += 1
    if begunPhaseCount > 1 { try announce() }
  }

  private func announce() throws {
    guard let losses = try duties.meanLosses() else { return }
    for worker in workers.indices { try channels.send(.meanLosses(losses), to: worker) }
  }

  private mutating func feed(_ worker: Int) throws {
    guard !isStopping else { return }
    while let unit = dispatcher.next(for: worker) { try channels.send(.unit(unit), to: worker) }
    if dispatcher.isIdle(worker), phases.isEmpty { try dismiss(worker) }
  }

  private mutating func take(_ report: ExchangeReport, from worker: Int) throws {
    switch report {
    case .results(let unit, let records, let isComplete):
      for record in records { try duties.keep(record) }
      guard !isComplete || dispatcher.complete(unit, by: worker) else {
        throw WorkerFailure(
          worker: channels.name(of: worker), message: "results of unit \(unit), which it has not")
      }
    case .stopWanted: try stop()
    case .stopped: try dismiss(worker)
    case .farewell(let figures): workers[worker] = .gone(figures)
    case .failure(let message):
      throw WorkerFailure(worker: channels.name(of: worker), message: message)
    }
  }

  private mutating func stop() throws {
    guard !isStopping else { return }
    isStopping = true
    for worker in workers.indices where workers[worker] == .working {
      try channels.send(.stop, to: worker)
    }
  }

  private mutating func dismiss(_ worker: Int) throws {
    guard workers[worker] == .working else { return }
    workers[worker] = .dismissed
    try channels.send(.dismiss, to: worker)
  }
}
