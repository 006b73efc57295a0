/// Sums over the ratios of predicted and true depths.
public struct RatioTotals: Hashable, Sendable {
  /// The sum of absolute difference over true depth; not finite if a prediction is not.
  public var relativeSum = 0.0
  /// Pixels within a factor of 1.25, 1.25^2 and 1.25^3 as published: a negative depth is, always.
  public var published = ThresholdCounts()
  /// Pixels within those factors whose predicted depth is positive.
  public var strict = ThresholdCounts()

  /// Creates totals of no pixel.
  public init() {}

  /// The limits of the counts, all of them exact in single precision.
  static let limits: (narrow: Float, middle: Float, wide: Float) = (1.25, 1.5625, 1.953_125)

  /// Adds totals, `times` times.
  mutating func add(_ other: RatioTotals, times: Int = 1) {
    relativeSum += other.relativeSum * Double(times)
    published.add(other.published, times: times)
    strict.add(other.strict, times: times)
  }
}
