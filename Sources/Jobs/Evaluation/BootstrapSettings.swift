/// How confidence intervals of averages are found: by resampling the images.
public struct BootstrapSettings: Hashable, Sendable {
  /// Numbers of resamplings that are accepted.
  public static let replicateCounts = 100...1_000_000
  /// Smallest and largest level that are accepted.
  public static let levels = 0.5...0.9999

  /// Number of resamplings.
  public var replicates: Int
  /// Probability that an interval is to cover.
  public var level: Double

  /// Creates settings.
  /// - Precondition: both are within their limits.
  public init(replicates: Int = 1000, level: Double = 0.95) {
    precondition(
      Self.replicateCounts.contains(replicates) && Self.levels.contains(level),
      "a bootstrap of \(replicates) replicates at \(level)")
    self.replicates = replicates
    self.level = level
  }
}
