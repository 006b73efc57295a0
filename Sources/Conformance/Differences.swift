/// Differences between computed values and references, in double precision.
enum Differences {
  /// L2 norm of the difference over that of the reference; 0 when both are zero.
  static func relativeL2(_ values: [Float], _ reference: [Double]) -> Double {
    precondition(values.count == reference.count, "\(values.count) and \(reference.count) values")
    var difference = 0.0
    var norm = 0.0
    for (value, expected) in zip(values, reference) {
      difference += (Double(value) - expected) * (Double(value) - expected)
      norm += expected * expected
    }
    return difference == 0 ? 0 : (difference / norm).squareRoot()
  }

  /// Difference of two numbers over the reference; 0 when they are equal.
  static func relative(_ value: Double, _ reference: Double) -> Double {
    value == reference ? 0 : abs(value - reference) / abs(reference)
  }

  /// Share of values whose sign (-1, 0, 1) is not that of the reference; NaN has a sign of its own.
  static func signsDiffering(_ values: [Float], _ reference: [Double]) -> Double {
    share(values, reference) { sign(Double($0)) != sign($1) }
  }

  /// Share of values that are not equal.
  static func valuesDiffering(_ values: [Float], _ reference: [Double]) -> Double {
    share(values, reference) { Double($0) != $1 }
  }

  /// Largest absolute difference; NaN when a value is NaN and its reference is not.
  static func largest(_ values: [Float], _ reference: [Double]) -> Double {
    precondition(values.count == reference.count, "\(values.count) and \(reference.count) values")
    var largest = 0.0
    for (value, expected) in zip(values, reference) where !(value.isNaN && expected.isNaN) {
      let difference = abs(Double(value) - expected)
      if difference.isNaN { return .nan }
      largest = max(largest, difference)
    }
    return largest
  }

  /// -1, 0 or 1, and 2 for NaN.
  static func sign(_ value: Double) -> Int {
    if value.isNaN { return 2 }
    return value > 0 ? 1 : value < 0 ? -1 : 0
  }

  private static func share(
    _ values: [Float], _ reference: [Double], _ isDifferent: (Float, Double) -> Bool
  ) -> Double {
    precondition(values.count == reference.count, "\(values.count) and \(reference.count) values")
    guard !values.isEmpty else { return 0 }
    let count = zip(values, reference).reduce(0) { $0 + (isDifferent($1.0, $1.1) ? 1 : 0) }
    return Double(count) / Double(values.count)
  }
}
