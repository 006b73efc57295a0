/// Repeated measurements of one quantity.
public struct Spread: Hashable, Sendable, Codable {
  /// The middle value; of an even number of values the mean of the two in the middle.
  public let median: Double
  /// The smallest value.
  public let minimum: Double
  /// The largest value.
  public let maximum: Double
  /// All values in the order in which they were measured.
  public let samples: [Double]

  /// Summarises values.
  /// - Precondition: at least one value, none NaN.
  /// - Complexity: O(n log n).
  public init(_ samples: [Double]) {
    precondition(
      !samples.isEmpty && samples.allSatisfy { !$0.isNaN }, "no median of \(samples)")
    let sorted = samples.sorted()
    let middle = sorted.count / 2
    median =
      sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    minimum = sorted[0]
    maximum = sorted[sorted.count - 1]
    self.samples = samples
  }
}
