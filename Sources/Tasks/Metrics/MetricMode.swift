/// Whose definition of the metrics: both are reported, so that nobody has to choose blindly.
public enum MetricMode: String, CaseIterable, Hashable, Sendable, Codable {
  /// That of the published code at batch size 1, its peculiarities and rounding included.
  case paper
  /// The sound one: nothing that is wrong counts as right, nothing that is unknown counts at all.
  case strict
}
