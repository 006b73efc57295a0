/// How the ranks' gradients become an update of the parameters.
public enum GradientExchange: String, CaseIterable, Hashable, Sendable {
  /// Rank zero sums and updates, and sends the parameters to all.
  case root
  /// Every rank sums and updates its part, and all send their parts to all.
  case sharded
}
