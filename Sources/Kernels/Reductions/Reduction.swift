/// Sums, norms and counts of arrays, in an order that depends on the number of values alone.
///
/// Sums of products are in double precision: the term of value i is added to partial sum i mod 32, in
/// ascending order; the 32 partial sums are then added as a tree, j to j + 16, j + 8, j + 4, j + 2 and
/// j + 1. Products and squares of two floats are exact in double precision, so that only the additions
/// round.
///
/// Plain sums and sums of magnitudes are in double precision over groups of 256 values. Inside a group
/// a thirty-second of every term is added in single precision to group sum i mod 32, in ascending order;
/// group sums j, j + 8, j + 16 and j + 24 are added as (j + (j + 8)) + ((j + 16) + (j + 24)), and the
/// result for j < 8 to partial sum j in double precision. The partial sums are added as a tree, j to
/// j + 4, j + 2 and j + 1, and the total is multiplied by 32. No group overflows. A term goes through at
/// most ten roundings to single precision: to first order the result is within 10 * 2^-24 times the sum
/// of magnitudes of the exact one, however many values there are, and typically within a tenth of that
/// (terms below 2^-121 lose up to 2^-145 each besides).
///
/// An empty array gives 0; a NaN gives NaN.
public enum Reduction {
  /// The sum of all values.
  /// - Complexity: O(values); allocates nothing.
  public static func sum(_ x: Span<Float>) -> Double {
    @inline(__always)
    func term(_ x: Lanes) -> Lanes { x }
    return GroupSums.sum(x, term)
  }

  /// The sum of the products of values at the same place.
  /// - Precondition: equal counts.
  /// - Complexity: O(values); allocates nothing.
  public static func dot(_ x: Span<Float>, _ y: Span<Float>) -> Double {
    @inline(__always)
    func term(_ x: Lanes, _ y: Lanes) -> SIMD8<Double> { x.doubles * y.doubles }
    return PartialSums.sum(x, y, term)
  }

  /// The sum of magnitudes, ||x||_1.
  /// - Complexity: O(values); allocates nothing.
  public static func l1Norm(_ x: Span<Float>) -> Double {
    @inline(__always)
    func term(_ x: Lanes) -> Lanes { x.magnitudes }
    return GroupSums.sum(x, term)
  }

  /// The sum of squares, ||x||_2^2.
  /// - Complexity: O(values); allocates nothing.
  public static func squaredL2Norm(_ x: Span<Float>) -> Double {
    @inline(__always)
    func term(_ x: Lanes) -> SIMD8<Double> { x.doubles * x.doubles }
    return PartialSums.sum(x, term)
  }

  /// The largest magnitude, ||x||_inf; NaN if a value is.
  /// - Complexity: O(values); allocates nothing.
  public static func maximumMagnitude(_ x: Span<Float>) -> Float {
    // Without their signs floats are ordered as their bits are, and every NaN is above infinity.
    @inline(__always)
    func larger(_ largest: SIMD8<Int32>, _ x: Lanes) -> SIMD8<Int32> {
      largest.replacing(with: x.magnitudeBits, where: x.magnitudeBits .> largest)
    }
    let largest = x.reduceLanes(SIMD8<Int32>(repeating: 0), larger)
    return Float(bitPattern: UInt32(largest.max()))
  }

  /// How many values are infinite or NaN.
  /// - Complexity: O(values); allocates nothing.
  public static func nonFiniteCount(_ x: Span<Float>) -> Int {
    let largestFinite = SIMD8(repeating: Int32(Float.greatestFiniteMagnitude.bitPattern))
    let one = SIMD8<Int32>(repeating: 1)

    // `.>` and not `.>=`, which is a loop over lanes for integers on this toolchain.
    @inline(__always)
    func counted(_ counts: SIMD8<Int32>, _ x: Lanes) -> SIMD8<Int32> {
      let isNonFinite = x.magnitudeBits .> largestFinite
      return counts &+ SIMD8<Int32>(repeating: 0).replacing(with: one, where: isNonFinite)
    }
    var total = 0
    var start = 0
    // Pieces short enough that no lane can overflow.
    while start < x.count {
      let end = min(start + (1 << 30), x.count)
      let piece = x.extracting(start..<end)
      let counts = piece.reduceLanes(SIMD8<Int32>(repeating: 0), counted)
      for lane in 0..<8 { total += Int(counts[lane]) }
      start = end
    }
    return total
  }
}
