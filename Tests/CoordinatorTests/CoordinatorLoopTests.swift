import Jobs
import Testing

@testable import Coordinator

struct CoordinatorLoopTests {
  private func units(_ range: Range<Int>) -> [WorkUnit] {
    range.map { WorkUnit(number: $0, images: $0..<$0 + 1, configurations: [0]) }
  }

  private func run(
    _ workers: ScriptedWorkers, _ duties: NotedDuties, phases: [[WorkUnit]],
    isStopWanted: @escaping () -> Bool = { false }
  ) throws -> (ending: CoordinatorLoop.Ending, figures: [WorkerFigures]) {
    var loop = CoordinatorLoop(
      workers, duties, phases: phases, work: { _ in 1 }, handOut: .dynamic,
      isStopWanted: isStopWanted)
    return try loop.run()
  }

  @Test(arguments: [1, 2, 5])
  func allUnitsAreDoneOnceAndAllWorkersLeave(_ count: Int) throws {
    let workers = ScriptedWorkers(count)
    let duties = NotedDuties()
    let (ending, figures) = try run(workers, duties, phases: [units(0..<7)])
    #expect(ending == .complete)
    #expect(figures.count == count)
    #expect(duties.kept.sorted { $0[0] < $1[0] } == (0..<7).map { [UInt8($0)] })
    #expect(workers.orders.allSatisfy { $0.last == .dismiss })
  }

  @Test func meansAreAnnouncedBetweenThePhases() throws {
    let workers = ScriptedWorkers(2)
    let duties = NotedDuties()
    duties.means = [1, 2]
    let (ending, _) = try run(workers, duties, phases: [units(0..<3), units(3..<6)])
    #expect(ending == .complete)
    #expect(duties.keptWhenAsked == 3)
    for orders in workers.orders {
      let mark = try #require(orders.firstIndex(of: .meanLosses([1, 2])))
      for (index, order) in orders.enumerated() {
        if case .unit(let unit) = order { #expect((unit.number >= 3) == (index > mark)) }
      }
    }
  }

  @Test func anEmptyFirstPhaseStillAnnouncesTheMeans() throws {
    let workers = ScriptedWorkers(1)
    let duties = NotedDuties()
    duties.means = [3]
    let (ending, _) = try run(workers, duties, phases: [[], units(0..<1)])
    #expect(ending == .complete)
    #expect(workers.orders[0].first == .meanLosses([3]))
  }

  @Test func nothingToDoEndsAtOnce() throws {
    let (ending, figures) = try run(ScriptedWorkers(3), NotedDuties(), phases: [[]])
    #expect(ending == .complete)
    #expect(figures.count == 3)
  }

  @Test func aStopKeepsWhatIsDoneAndLeavesTheRest() throws {
    let workers = ScriptedWorkers(2)
    let duties = NotedDuties()
    let (ending, _) = try run(
      workers, duties, phases: [units(0..<20)], isStopWanted: { duties.kept.count >= 3 })
    #expect(ending == .stopped)
    #expect((3..<20).contains(duties.kept.count))
    #expect(workers.orders.allSatisfy { $0.contains(.stop) && $0.last == .dismiss })
  }

  @Test func aWorkersWishToStopStopsAll() throws {
    let workers = ScriptedWorkers(3)
    workers.stopsAfter = 2
    let (ending, _) = try run(workers, NotedDuties(), phases: [units(0..<30)])
    #expect(ending == .stopped)
    #expect(workers.orders.allSatisfy { $0.contains(.stop) })
  }

  @Test func aFailureNamesTheWorker() throws {
    let workers = ScriptedWorkers(2)
    workers.failsAfter = 1
    let error = #expect(throws: CoordinatorLoop.WorkerFailure.self) {
      _ = try run(workers, NotedDuties(), phases: [units(0..<9)])
    }
    #expect(error.map { "\($0)" } == "worker 1: broken")
  }

  @Test func resultsOfAForeignUnitAreRefused() throws {
    let workers = ScriptedWorkers(1)
    workers.unitOffset = 5
    #expect(throws: CoordinatorLoop.WorkerFailure.self) {
      _ = try run(workers, NotedDuties(), phases: [units(0..<2)])
    }
  }
}

/// Workers that do a unit as soon as they have it; its record is the unit's number.
private final class ScriptedWorkers: WorkerChannels {
  var orders: [[ExchangeOrder]]
  /// After so many units worker 0 wants to stop, or worker 1 fails.
  var stopsAfter = Int.max
  var failsAfter = Int.max
  var unitOffset = 0
  private var reports: [(Int, ExchangeReport)] = []
  private var done: [Int]

  init(_ count: Int) {
    orders = Array(repeating: [], count: count)
    done = Array(repeating: 0, count: count)
  }

  var workerCount: Int { orders.count }
  func name(of worker: Int) -> String { "worker \(worker)" }

  func send(_ order: ExchangeOrder, to worker: Int) {
    orders[worker].append(order)
    switch order {
    case .unit(let unit):
      guard !orders[worker].contains(.stop) else { return }
      done[worker] += 1
      if worker == 1, done[worker] > failsAfter { return report(worker, .failure("broken")) }
      if worker == 0, done[worker] == stopsAfter { report(worker, .stopWanted) }
      report(
        worker,
        .results(
          unit: unit.number + unitOffset, records: [[UInt8(unit.number)]], isComplete: true))
    case .meanLosses: break
    case .stop: report(worker, .stopped)
    case .dismiss: report(worker, .farewell(WorkerFigures()))
    }
  }

  func arrivedReport() -> (worker: Int, report: ExchangeReport)? {
    reports.isEmpty ? nil : reports.removeFirst()
  }

  private func report(_ worker: Int, _ report: ExchangeReport) { reports.append((worker, report)) }
}

private final class NotedDuties: CoordinatorDuties {
  var kept: [[UInt8]] = []
  var means: [Double]?
  var keptWhenAsked: Int?

  func keep(_ record: [UInt8]) { kept.append(record) }

  func meanLosses() -> [Double]? {
    keptWhenAsked = kept.count
    return means
  }

  func tick() {}
}
