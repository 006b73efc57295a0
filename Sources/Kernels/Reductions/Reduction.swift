/// Sums, norms and counts of arrays, in an order that depends on the number of values alone.
///
/// Sums are in double precision: the term of value i is added to partial sum i mod 32, in ascending
/// order; the 32 partial sums are then added as a tree, j to j + 16, j + 8, j + 4, j + 2 and j + 1.
/// Products and squares of two floats are exact in double precision, so that only the additions
/// round. An empty array gives 0; a NaN gives NaN.
public enum Reduction {
  /// The sum of all values.
  /// - Complexity: O(values); allocates nothing.
  public static func sum(_ x: Span<Float>) -> Double {
    PartialSums.sum(x) { SIMD8<Double>($0) }
  }

  /// The sum of the products of values at the same place.
  /// - Precondition: equal counts.
  /// - Complexity: O(values); allocates nothing.
  public static func dot(_ x: Span<Float>, _ y: Span<Float>) -> Double {
    PartialSums.sum(x, y) { SIMD8<Double>($0) * SIMD8<Double>($1) }
  }

  /// The sum of magnitudes, ||x||_1.
  /// - Complexity: O(values); allocates nothing.
  public static func l1Norm(_ x: Span<Float>) -> Double {
    PartialSums.sum(x) { SIMD8<Double>($0.magnitudes) }
  }

  /// The sum of squares, ||x||_2^2.
  /// - Complexity: O(values); allocates nothing.
  public static func squaredL2Norm(_ x: Span<Float>) -> Double {
    PartialSums.sum(x) {
      let wide = SIMD8<Double>($0)
      return wide * wide
    }
  }

  /// The largest magnitude, ||x||_inf; NaN if a value is.
  /// - Complexity: O(values); allocates nothing.
  public static func maximumMagnitude(_ x: Span<Float>) -> Float {
    // Without their signs floats are ordered as their bits are, and every NaN is above infinity.
    var largest = SIMD8<Int32>(repeating: 0)
    x.forEachLanes {
      let bits = $0.magnitudeBits
      largest = largest.replacing(with: bits, where: bits .> largest)
    }
    return Float(bitPattern: UInt32(largest.max()))
  }

  /// How many values are infinite or NaN.
  /// - Complexity: O(values); allocates nothing.
  public static func nonFiniteCount(_ x: Span<Float>) -> Int {
    let largestFinite = SIMD8(repeating: Int32(Float.greatestFiniteMagnitude.bitPattern))
    let one = SIMD8<Int32>(repeating: 1)
    var counts = SIMD8<Int32>(repeating: 0)
    var total = 0
    var start = 0
    // Pieces short enough that no lane can overflow.
    while start < x.count {
      let end = min(start + (1 << 30), x.count)
      x.extracting(start..<end).forEachLanes {
        // `.>` and not `.>=`, which is a loop over lanes for integers on this toolchain.
        counts &+= SIMD8(repeating: 0).replacing(
          with: one, where: $0.magnitudeBits .> largestFinite)
      }
      for lane in 0..<8 { total += Int(counts[lane]) }
      counts = SIMD8(repeating: 0)
      start = end
    }
    return total
  }
}
