/// Whose images a batch norm takes its statistics of.
public enum BatchNormScope: String, CaseIterable, Hashable, Sendable {
  /// The rank's own.
  case local
  /// Those of all ranks, so that an update does not depend on their number, up to rounding.
  case synchronised
}
