/// One comparison of this build with a reference value.
public struct Measurement: Hashable, Sendable {
  /// What was compared: part of the file, sample, task.
  public let subject: String
  /// How the difference is expressed.
  public let quantity: Quantity
  /// The difference; NaN when a value was NaN where the reference has a number.
  public let error: Double
  /// The largest difference that conforms.
  public let bound: Double

  /// Ways to express a difference.
  public enum Quantity: String, Hashable, Sendable {
    /// L2 norm of the difference over that of the reference.
    case relativeL2 = "relative L2"
    /// Difference of two numbers over the reference.
    case relative = "relative"
    /// Share of values with another sign.
    case signsDiffering = "share of signs differing"
    /// Share of values that are not equal.
    case valuesDiffering = "share of values differing"
    /// Largest difference of two values.
    case largest = "largest difference"
    /// Largest difference over the range of the reference.
    case shareOfRange = "share of the range"
    /// Number of things that are not as in the reference.
    case count = "number differing"
  }

  /// Whether the difference is within its bound. NaN never is.
  public var passes: Bool { error <= bound }
}
