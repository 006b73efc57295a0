public import Jobs

/// The life of a worker: units, one after the other, until the coordinator dismisses it.
public final class WorkerLoop {
  private let exchange: any WorkExchange
  private let runner: any UnitRunning
  private let isStopWanted: () -> Bool
  private var units: [WorkUnit] = []
  private var state = State.working
  private var hasToldOfStop = false
  private var figures = WorkerFigures()

  private enum State {
    /// Taking units.
    case working
    /// Ordered to stop.
    case stopping
    /// Nothing more to do.
    case dismissed
  }

  /// Creates a worker.
  /// - Parameter isStopWanted: whether a signal has asked this rank to stop.
  public init(
    _ exchange: any WorkExchange, _ runner: any UnitRunning,
    isStopWanted: @escaping () -> Bool
  ) {
    self.exchange = exchange
    self.runner = runner
    self.isStopWanted = isStopWanted
  }

  /// Works until dismissed. What goes wrong is told to the coordinator, and thrown.
  public func run() throws {
    do {
      while state != .dismissed {
        try takeArrivedOrders()
        if try shouldStop() {
          // Units that have not been begun are left to the next run.
          units = []
          if state == .stopping {
            try exchange.send(.stopped)
            state = .working
          }
        }
        if state == .dismissed { break }
        if units.isEmpty {
          try take(measuring(\.waitSeconds) { try exchange.nextOrder() })
        } else {
          try run(units.removeFirst())
        }
      }
      figures.readSeconds = runner.readSeconds
      try exchange.send(.farewell(figures))
    } catch {
      // Should this fail too, the error ends the job all the same.
      try? exchange.send(.failure("\(error)"))
      throw error
    }
  }

  private func run(_ unit: WorkUnit) throws {
    if let next = units.first { runner.prepare(for: next) }
    var batch = ReportBatch()
    let isComplete = try measuring(\.computeSeconds) {
      try runner.run(unit, shouldStop: shouldStop) { record in
        batch.append(record)
        if batch.isDue { try deliver(batch.take(), of: unit, isComplete: false) }
      }
    }
    if isComplete { figures.unitCount += 1 }
    try deliver(batch.take(), of: unit, isComplete: isComplete)
  }

  private func deliver(_ records: [[UInt8]], of unit: WorkUnit, isComplete: Bool) throws {
    guard isComplete || !records.isEmpty else { return }
    try measuring(\.deliverySeconds) {
      try exchange.send(
        .results(unit: unit.number, records: records, isComplete: isComplete))
    }
  }

  /// Whether to leave the current unit, by a signal or by order.
  private func shouldStop() throws -> Bool {
    if isStopWanted(), !hasToldOfStop {
      hasToldOfStop = true
      try exchange.send(.stopWanted)
    }
    try takeArrivedOrders()
    return hasToldOfStop || state == .stopping
  }

  private func takeArrivedOrders() throws {
    while let order = try exchange.arrivedOrder() { try take(order) }
  }

  private func take(_ order: ExchangeOrder) throws {
    switch order {
    case .unit(let unit): units.append(unit)
    case .meanLosses(let losses): try runner.setMeanLosses(losses)
    case .stop: state = .stopping
    case .dismiss: state = .dismissed
    }
  }

  private func measuring<Result>(
    _ figure: WritableKeyPath<WorkerFigures, Double>, _ body: () throws -> Result
  ) rethrows -> Result {
    let start = ContinuousClock.now
    defer { figures[keyPath: figure] += (ContinuousClock.now - start) / .seconds(1) }
    return try body()
  }
}

/// Records that wait for a message of their own to be worth while.
private struct ReportBatch {
  private var records: [[UInt8]] = []
  private var start = ContinuousClock.now
  /// How long a record may wait: what the end of a process loses at most, besides the unit's rest.
  private static let patience = Duration.seconds(1)

  var isDue: Bool { ContinuousClock.now - start >= Self.patience }

  mutating func append(_ record: [UInt8]) { records.append(record) }

  mutating func take() -> [[UInt8]] {
    defer {
      records = []
      start = .now
    }
    return records
  }
}
