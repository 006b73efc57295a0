/// How images are handed out to ranks. Results do not depend on it.
public enum HandOut: String, CaseIterable, Hashable, Sendable {
  /// Whoever has nothing to do gets the next one.
  case dynamic
  /// Every rank gets its share at the start.
  case `static`
}
