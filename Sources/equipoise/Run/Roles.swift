import Jobs
import MessagePassing

/// Who computes, and who coordinates: always rank zero.
///
/// MPI is called by the thread that entered it alone, on every rank: where rank zero computes too,
/// its worker runs on a second thread and talks to the coordinator in memory. That works with
/// `MPI_THREAD_FUNNELED`, the least that a library with threads has.
struct Roles: Equatable {
  /// With more ranks than this, rank zero coordinates only.
  static let largestSharedCount = 16

  /// Whether rank zero computes besides.
  let isShared: Bool

  /// - Throws: `JobMismatch` when nobody would compute.
  init(_ coordination: Coordination, rankCount: Int) throws {
    switch coordination {
    case .auto: isShared = rankCount <= Self.largestSharedCount
    case .shared: isShared = true
    case .dedicated:
      guard rankCount > 1 else {
        throw JobMismatch(
          "coordination", of: "mpirun",
          expected: "two or more ranks where rank zero coordinates only", found: "\(rankCount)")
      }
      isShared = false
    }
  }

  /// Whether a rank computes.
  func computes(_ rank: Int) -> Bool { rank > 0 || isShared }
}
