internal import Jobs

/// Who does which unit: what is left, and what every worker has.
///
/// A worker holds a unit besides the one that it computes, so that it never waits for the next;
/// towards the end only the one, so that it does not sit on what others could do. A worker that is
/// slower than the others stops taking units when they would be done with everything before it.
struct Dispatcher {
  /// Units that nobody has, in order: one list for all workers, or one for each.
  private var waiting: [ArraySlice<WorkUnit>]
  private var held: [Set<Int>]
  private let handOut: HandOut
  /// Units that each worker has completed, which tells how fast it is, and their sum.
  private var completed: [Int]
  private var completedCount = 0

  /// - Parameters:
  ///   - units: in the order in which they are handed out.
  ///   - handOut: `static` gives every worker its share at the start.
  init(_ units: [WorkUnit], workerCount: Int, handOut: HandOut) {
    self.handOut = handOut
    held = Array(repeating: [], count: workerCount)
    completed = Array(repeating: 0, count: workerCount)
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
    let allowance = handOut == .dynamic ? allowance(worker, waiting: waiting[list].count) : 2
    guard held[worker].count < allowance, let unit = waiting[list].popFirst() else {
      return nil
    }
    held[worker].insert(unit.number)
    return unit
  }

  /// Notes that a worker has completed a unit.
  /// - Returns: false when it did not have it.
  mutating func complete(_ unit: Int, by worker: Int) -> Bool {
    guard held[worker].remove(unit) != nil else { return false }
    completed[worker] += 1
    completedCount += 1
    return true
  }

  /// How many units a worker may hold. The fastest always gets one, so that somebody goes on.
  private func allowance(_ worker: Int, waiting: Int) -> Int {
    // What all others complete while this worker computes one unit.
    let others = (completedCount - completed[worker]) / max(completed[worker], 1)
    if others > waiting + held.count { return 0 }
    return waiting > max(held.count, 2 * others - held.count) ? 2 : 1
  }

  private func list(_ worker: Int) -> Int { handOut == .dynamic ? 0 : worker }
}
