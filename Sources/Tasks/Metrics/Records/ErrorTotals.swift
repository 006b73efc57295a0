/// Sums over the absolute differences of predicted and true values.
public struct ErrorTotals: Hashable, Sendable {
  /// Valid pixels.
  public var validCount = 0
  /// Those of them whose prediction is not finite.
  public var nonFiniteCount = 0
  /// The sum of the differences; not finite if a prediction is not.
  public var absoluteSum = 0.0

  /// Creates totals of no pixel.
  public init() {}

  /// Adds totals, `times` times.
  mutating func add(_ other: ErrorTotals, times: Int = 1) {
    validCount += other.validCount * times
    nonFiniteCount += other.nonFiniteCount * times
    absoluteSum += other.absoluteSum * Double(times)
  }
}
