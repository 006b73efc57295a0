import Jobs
import Testing

@testable import Coordinator

struct DispatcherTests {
  @Test func aWorkerHasOneUnitAhead() {
    let desk = Desk(10, workers: 2, .dynamic)
    #expect(desk.next(0) == 0)
    #expect(desk.next(0) == 1)
    #expect(desk.next(0) == nil)
    #expect(desk.complete(0, by: 0))
    #expect(desk.next(0) == 2)
  }

  @Test func towardsTheEndNobodySitsOnWork() {
    let desk = Desk(3, workers: 2, .dynamic)
    #expect(desk.next(0) == 0)
    // Two are left for two workers: none is held back.
    #expect(desk.next(0) == nil)
    #expect(desk.next(1) == 1)
    #expect(desk.next(1) == nil)
    #expect(desk.complete(1, by: 1))
    #expect(desk.next(1) == 2)
    #expect(desk.complete(0, by: 0))
    #expect(desk.dispatcher.isIdle(0))
    #expect(!desk.dispatcher.isComplete)
    #expect(desk.complete(2, by: 1))
    #expect(desk.dispatcher.isComplete)
  }

  @Test func aSlowWorkerTakesNothingThatOthersWouldBeDoneWithBefore() {
    let desk = Desk(20, workers: 2, .dynamic)
    #expect(desk.next(1) == 0)
    // Worker 0 completes eight units while worker 1 computes one.
    for unit in 1...8 {
      #expect(desk.next(0) == unit)
      #expect(desk.complete(unit, by: 0))
    }
    #expect(desk.complete(0, by: 1))
    // Eleven are left, of which worker 0 would do eight meanwhile: worker 1 gets one, and none ahead.
    #expect(desk.next(1) == 9)
    #expect(desk.next(1) == nil)
    #expect(desk.complete(9, by: 1))
    for unit in 10...16 {
      #expect(desk.next(0) == unit)
      #expect(desk.complete(unit, by: 0))
    }
    // Three are left, and worker 0 does seven for one of worker 1's.
    #expect(desk.next(1) == nil)
    #expect(!desk.dispatcher.isIdle(1))
    for unit in 17...19 {
      #expect(desk.next(0) == unit)
      #expect(desk.complete(unit, by: 0))
    }
    #expect(desk.dispatcher.isIdle(1))
    #expect(desk.dispatcher.isComplete)
  }

  @Test func workIsCountedInPassesRatherThanUnits() {
    // Worker 0 has completed eight units of four passes while worker 1 completed one, and what is
    // left, in smaller units at the end, is less than it completes during another of worker 1's.
    let sizes = Array(repeating: 4, count: 10) + Array(repeating: 1, count: 16)
    let desk = Desk(sizes, workers: 2, .dynamic)
    #expect(desk.next(1) == 0)
    for unit in 1...8 {
      #expect(desk.next(0) == unit)
      #expect(desk.complete(unit, by: 0))
    }
    #expect(desk.complete(0, by: 1))
    #expect(desk.next(1) == nil)
    #expect(desk.next(0) == 9)
    #expect(desk.complete(9, by: 0))
    // A small unit is done in time.
    #expect(desk.next(1) == 10)
    #expect(desk.next(1) == nil)
  }

  @Test func staticSharesAreFixed() {
    let desk = Desk(5, workers: 2, .static)
    var shares: [[Int]] = [[], []]
    for worker in [1, 0, 0, 1, 0] {
      guard let unit = desk.next(worker) else { continue }
      shares[worker].append(unit)
      #expect(desk.complete(unit, by: worker))
    }
    #expect(shares == [[0, 2, 4], [1, 3]])
    #expect(desk.dispatcher.isComplete)
  }

  @Test func onlyWhoHasAUnitCompletesIt() {
    let desk = Desk(3, workers: 2, .dynamic)
    #expect(desk.next(0) == 0)
    #expect(!desk.complete(0, by: 1))
    #expect(!desk.complete(2, by: 0))
    #expect(desk.complete(0, by: 0))
    #expect(!desk.complete(0, by: 0))
  }
}

/// A dispatcher that can be asked inside of an expectation.
private final class Desk {
  private(set) var dispatcher: Dispatcher

  convenience init(_ unitCount: Int, workers: Int, _ handOut: HandOut) {
    self.init(Array(repeating: 1, count: unitCount), workers: workers, handOut)
  }

  /// Units that cost so much.
  init(_ sizes: [Int], workers: Int, _ handOut: HandOut) {
    let units = sizes.indices.map {
      WorkUnit(number: $0, images: $0..<$0 + 1, configurations: [RecordKey.clean])
    }
    dispatcher = Dispatcher(
      units, work: { sizes[$0.number] }, workerCount: workers, handOut: handOut)
  }

  func next(_ worker: Int) -> Int? { dispatcher.next(for: worker)?.number }

  func complete(_ unit: Int, by worker: Int) -> Bool { dispatcher.complete(unit, by: worker) }
}
