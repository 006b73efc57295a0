/// A number of the published code, which computes some in single and others in double precision.
///
/// A result is of single precision when both operands are, as in NumPy.
enum PublishedNumber {
  case single(Float)
  case double(Double)

  /// A metric's value in the precision it is published in.
  init(_ value: Double, of metric: Metric) {
    self = metric.isPublishedInSinglePrecision ? .single(Float(value)) : .double(value)
  }

  var value: Double {
    switch self {
    case .single(let value): Double(value)
    case .double(let value): value
    }
  }

  /// Rounded to so many decimals as NumPy does: scaled, rounded to even, scaled back.
  func rounded(_ decimals: Int) -> PublishedNumber {
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    return switch self {
    case .single(let value):
      .single((value * Float(scale)).rounded(.toNearestOrEven) / Float(scale))
    case .double(let value): .double((value * scale).rounded(.toNearestOrEven) / scale)
    }
  }

  static func + (lhs: PublishedNumber, rhs: PublishedNumber) -> PublishedNumber {
    combine(lhs, rhs, { $0 + $1 }, { $0 + $1 })
  }

  static func - (lhs: PublishedNumber, rhs: PublishedNumber) -> PublishedNumber {
    combine(lhs, rhs, { $0 - $1 }, { $0 - $1 })
  }

  static func / (lhs: PublishedNumber, rhs: PublishedNumber) -> PublishedNumber {
    combine(lhs, rhs, { $0 / $1 }, { $0 / $1 })
  }

  /// Divided by a whole number, which has no precision of its own.
  static func / (lhs: PublishedNumber, rhs: Int) -> PublishedNumber {
    switch lhs {
    case .single(let value): .single(value / Float(rhs))
    case .double(let value): .double(value / Double(rhs))
    }
  }

  private static func combine(
    _ lhs: PublishedNumber, _ rhs: PublishedNumber, _ single: (Float, Float) -> Float,
    _ double: (Double, Double) -> Double
  ) -> PublishedNumber {
    if case (.single(let first), .single(let second)) = (lhs, rhs) {
      return .single(single(first, second))
    }
    return .double(double(lhs.value, rhs.value))
  }
}

extension Sequence<PublishedNumber> {
  /// The sum from the first to the last, nil of nothing.
  func total() -> PublishedNumber? {
    reduce(nil) { sum, number in sum.map { $0 + number } ?? number }
  }
}
