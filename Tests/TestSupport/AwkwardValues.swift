/// Array lengths around the boundaries of vectors of 8, pixels of 3, and rounds of 24 and 32 values.
public let awkwardCounts = [
  0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 23, 24, 25, 31, 32, 33, 39, 40, 41, 47, 48, 49, 63, 64, 65, 99,
]

/// Zeros of both signs, infinities, NaN, the ends of the normal and subnormal ranges.
public let awkwardFloats: [Float] = [
  0, -0.0, .infinity, -.infinity, .nan, -.nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
  .leastNormalMagnitude, -.leastNormalMagnitude, .greatestFiniteMagnitude,
  -.greatestFiniteMagnitude, 1, -1,
]

extension SeededGenerator {
  /// `count` values, uniform in `range`; about one in four replaced by one of `awkwardFloats`.
  public mutating func awkwardFloats(
    _ count: Int, in range: ClosedRange<Float> = -1...1
  ) -> [Float] {
    (0..<count).map { _ in
      let awkward = TestSupport.awkwardFloats
      let value = Float.random(in: range, using: &self)
      return Bool.random(using: &self) && Bool.random(using: &self)
        ? awkward[Int.random(in: 0..<awkward.count, using: &self)] : value
    }
  }
}

/// Describes the first place where two arrays do not have the same bits; nil when there is none.
///
/// Two NaNs count as equal: IEEE 754 leaves open which NaN an operation gives.
public func firstDifference(_ values: [Float], _ expected: [Float]) -> String? {
  guard values.count == expected.count else {
    return "\(values.count) values, expected \(expected.count)"
  }
  for index in values.indices {
    let (value, other) = (values[index], expected[index])
    if value.isNaN && other.isNaN { continue }
    if value.bitPattern != other.bitPattern {
      return "[\(index)] is \(value), expected \(other) (of \(values.count))"
    }
  }
  return nil
}
