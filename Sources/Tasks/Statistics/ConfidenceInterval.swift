/// Between which values a share of a bootstrap's replicates is: the percentile interval.
public struct ConfidenceInterval: Hashable, Sendable {
  /// The lower end.
  public let lower: Double
  /// The upper end.
  public let upper: Double
  /// Number of replicates for which the quantity was not defined, infinite or not a number: they are
  /// not among the others.
  public let undefinedCount: Int

  /// The interval of some replicates' values; nil when none of them is a finite number.
  ///
  /// Quantiles (1 - level) / 2 and (1 + level) / 2, interpolated linearly between the values in
  /// ascending order.
  /// - Complexity: O(values x log values), allocates.
  public init?(of values: [Double?], level: Double) {
    let numbers = values.compactMap { $0 }.filter(\.isFinite).sorted()
    guard !numbers.isEmpty else { return nil }
    func quantile(_ share: Double) -> Double {
      let place = share * Double(numbers.count - 1)
      let below = Int(place)
      guard below + 1 < numbers.count else { return numbers[numbers.count - 1] }
      return numbers[below] + (place - Double(below)) * (numbers[below + 1] - numbers[below])
    }
    lower = quantile((1 - level) / 2)
    upper = quantile((1 + level) / 2)
    undefinedCount = values.count - numbers.count
  }
}
