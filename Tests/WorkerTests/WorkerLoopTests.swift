import Jobs
import Testing

@testable import Worker

struct WorkerLoopTests {
  private func unit(_ number: Int) -> ExchangeOrder {
    .unit(WorkUnit(number: number, images: number..<number + 1, configurations: [0, 1]))
  }

  private func run(
    _ orders: [(Int, ExchangeOrder)], _ runner: ScriptedRunner = ScriptedRunner(),
    isStopWanted: @escaping () -> Bool = { false }
  ) throws -> [ExchangeReport] {
    let exchange = ScriptedExchange(orders)
    try WorkerLoop(exchange, runner, isStopWanted: isStopWanted).run()
    return exchange.reports
  }

  private func results(_ unit: Int, _ records: Int, isComplete: Bool = true) -> ExchangeReport {
    .results(
      unit: unit, records: (0..<records).map { [UInt8(unit), UInt8($0)] }, isComplete: isComplete)
  }

  @Test func unitsAreDoneInOrderUntilDismissed() throws {
    let runner = ScriptedRunner()
    let reports = try run([(0, unit(4)), (0, unit(2)), (2, .dismiss)], runner)
    #expect(reports.count == 3)
    #expect(reports[0] == results(4, 2))
    #expect(reports[1] == results(2, 2))
    guard case .farewell(let figures) = reports[2] else {
      Issue.record("the last report is \(reports[2])")
      return
    }
    #expect(figures.unitCount == 2)
    // The second was announced to the runner while the first was still to be done.
    #expect(runner.prepared == [2])
  }

  @Test func meanLossesReachTheRunnerBeforeTheUnitsBehindThem() throws {
    let runner = ScriptedRunner()
    _ = try run(
      [(0, unit(0)), (1, .meanLosses([2, 3])), (1, unit(1)), (2, .dismiss)], runner)
    #expect(runner.events == ["unit 0", "means [2.0, 3.0]", "unit 1"])
  }

  @Test func anOrderToStopLeavesTheRest() throws {
    let reports = try run([(0, .stop), (0, unit(0)), (1, .dismiss)])
    #expect(reports.first == .stopped)
    #expect(!reports.contains(results(0, 2)))
  }

  @Test func aSignalIsToldOnceAndUnfinishedUnitsKeepWhatTheyHave() throws {
    let runner = ScriptedRunner()
    runner.stopsAfterRecords = 1
    var isWanted = false
    runner.onRecord = { isWanted = true }
    let reports = try run(
      [(0, unit(7)), (2, .stop), (3, .dismiss)], runner, isStopWanted: { isWanted })
    #expect(reports.count { $0 == .stopWanted } == 1)
    #expect(reports.contains(results(7, 1, isComplete: false)))
    #expect(reports.contains(.stopped))
  }

  @Test func aFailureIsToldBeforeItIsThrown() {
    let exchange = ScriptedExchange([(0, unit(0))])
    let runner = ScriptedRunner()
    runner.failure = ScriptedRunner.Broken()
    #expect(throws: ScriptedRunner.Broken.self) {
      try WorkerLoop(exchange, runner, isStopWanted: { false }).run()
    }
    #expect(exchange.reports == [.failure("broken image")])
  }
}

/// Orders, each of which arrives when so many reports have been sent.
private final class ScriptedExchange: WorkExchange {
  private var orders: ArraySlice<(afterReports: Int, order: ExchangeOrder)>
  private(set) var reports: [ExchangeReport] = []

  init(_ orders: [(Int, ExchangeOrder)]) {
    self.orders = orders.map { (afterReports: $0.0, order: $0.1) }[...]
  }

  func nextOrder() throws -> ExchangeOrder { try #require(arrivedOrder()) }

  func arrivedOrder() -> ExchangeOrder? {
    guard let first = orders.first, first.afterReports <= reports.count else { return nil }
    orders.removeFirst()
    return first.order
  }

  func send(_ report: ExchangeReport) { reports.append(report) }
}

private final class ScriptedRunner: UnitRunning {
  struct Broken: Error, CustomStringConvertible { let description = "broken image" }

  var events: [String] = []
  var prepared: [Int] = []
  var stopsAfterRecords = Int.max
  var onRecord: () -> Void = {}
  var failure: Broken?
  var readSeconds: Double { 0 }

  func prepare(for unit: WorkUnit) { prepared.append(unit.number) }

  func setMeanLosses(_ losses: [Double]) { events.append("means \(losses)") }

  func run(
    _ unit: WorkUnit, shouldStop: () throws -> Bool, deliver: ([UInt8]) throws -> Void
  ) throws -> Bool {
    if let failure { throw failure }
    events.append("unit \(unit.number)")
    for (index, _) in unit.configurations.enumerated() {
      if try shouldStop() { return false }
      try deliver([UInt8(unit.number), UInt8(index)])
      onRecord()
    }
    return true
  }
}
