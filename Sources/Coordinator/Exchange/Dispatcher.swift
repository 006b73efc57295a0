internal import Jobs

/// Who does which unit: what is left, and what every worker has.
///
/// A worker holds a unit besides the one that it computes, so that it never waits for the next;
/// towards the end only the one, so that it does not sit on what others could do. A worker that is
/// slower than the others stops taking units when they would be done with everything before it.
struct Dispatcher {
  /// Units that nobody has, in order: one list for all workers, or one for each.
  private var waiting: [ArraySlice<WorkUnit>]
  /// What a unit costs, in passes; units differ.
  private let work: (WorkUnit) -> Int
  /// The work in `waiting`.
  private var waitingWork: Int
  /// The units of every worker by number, with the work of each.
  private var held: [[Int: Int]]
  private let handOut: HandOut
  /// Work that each worker has completed, which tells how fast it is, and the sum.
  private var completed: [Int]
  private var completedWork = 0

  /// - Parameters:
  ///   - units: in the order in which they are handed out.
  ///   - work: what a unit costs, at least 1.
  ///   - handOut: `static` gives every worker its share at the start.
  init(
    _ units: [WorkUnit], work: @escaping (WorkUnit) -> Int, workerCount: Int, handOut: HandOut
  ) {
    self.handOut = handOut
    self.work = work
    held = Array(repeating: [:], count: workerCount)
    completed = Array(repeating: 0, count: workerCount)
    waitingWork = units.reduce(0) { $0 + work($1) }
    switch handOut {
    case .dynamic: waiting = [units[...]]
    case .static:
      waiting = (0..<workerCount).map { worker in
        ArraySlice(units.enumerated().filter { $0.offset % workerCount == worker }.map(\.element))
      }
    }
  }

  /// Whether nothing is left and nothing is being done.
  var isComplete: Bool { waiting.allSatisfy(\.isEmpty) && held.allSatisfy(\.isEmpty) }

  /// Whether a worker has nothing to do, and there is nothing for it.
  func isIdle(_ worker: Int) -> Bool { held[worker].isEmpty && waiting[list(worker)].isEmpty }

  /// The next unit for a worker, unless it has enough.
  mutating func next(for worker: Int) -> WorkUnit? {
    let list = list(worker)
    guard let unit = waiting[list].first else { return nil }
    let work = work(unit)
    guard held[worker].count < (handOut == .dynamic ? allowance(worker, work) : 2) else {
      return nil
    }
    waiting[list].removeFirst()
    waitingWork -= work
    held[worker][unit.number] = work
    return unit
  }

  /// Notes that a worker has completed a unit.
  /// - Returns: false when it did not have it.
  mutating func complete(_ unit: Int, by worker: Int) -> Bool {
    guard let work = held[worker].removeValue(forKey: unit) else { return false }
    completed[worker] += work
    completedWork += work
    return true
  }

  /// How many units a worker may hold when the next is of that much work. The fastest always gets
  /// one, so that somebody goes on.
  private func allowance(_ worker: Int, _ work: Int) -> Int {
    // What all others complete while this worker computes the unit.
    let others = (completedWork - completed[worker]) * work / max(completed[worker], work)
    // A unit of that size for every worker.
    let round = held.count * work
    if others > waitingWork + round { return 0 }
    return waitingWork > max(round, 2 * others - round) ? 2 : 1
  }

  private func list(_ worker: Int) -> Int { handOut == .dynamic ? 0 : worker }
}
