/// Whether rank zero computes besides coordinating. Results do not depend on it.
public enum Coordination: String, CaseIterable, Hashable, Sendable {
  /// Shared where MPI allows calls from several threads and there are few ranks, else dedicated.
  case auto
  /// Rank zero coordinates only.
  case dedicated
  /// Rank zero computes too; needs an MPI that allows calls from several threads.
  case shared
}
