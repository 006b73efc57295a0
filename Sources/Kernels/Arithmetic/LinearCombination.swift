/// Sums and multiples of arrays.
///
/// Every product and every sum is rounded on its own, in the order written; NaN and infinities follow
/// IEEE 754, so that a weight of 0 does not silence a NaN.
public enum LinearCombination {
  /// y <- y + x.
  /// - Precondition: equal counts.
  /// - Complexity: O(values); allocates nothing.
  public static func add(_ x: Span<Float>, to y: inout MutableSpan<Float>) {
    y.update(with: x, +)
  }

  /// y <- y - x.
  /// - Precondition: equal counts.
  /// - Complexity: O(values); allocates nothing.
  public static func subtract(_ x: Span<Float>, from y: inout MutableSpan<Float>) {
    y.update(with: x, -)
  }

  /// y <- factor * y.
  /// - Complexity: O(values); allocates nothing.
  public static func scale(_ y: inout MutableSpan<Float>, by factor: Float) {
    @inline(__always)
    func scaled(_ y: Lanes) -> Lanes { factor * y }
    y.update(scaled)
  }

  /// y <- y + weight * x.
  /// - Precondition: equal counts.
  /// - Complexity: O(values); allocates nothing.
  public static func accumulate(
    _ x: Span<Float>, weight: Float, into y: inout MutableSpan<Float>
  ) {
    @inline(__always)
    func accumulated(_ y: Lanes, _ x: Lanes) -> Lanes { y + weight * x }
    y.update(with: x, accumulated)
  }

  /// y <- y + sign(x), the sum of signs of several arrays: exact up to 2^24 of them.
  ///
  /// The sign of zeros and of NaN is 0.
  /// - Precondition: equal counts.
  /// - Complexity: O(values); allocates nothing.
  public static func accumulateSigns(of x: Span<Float>, into y: inout MutableSpan<Float>) {
    @inline(__always)
    func accumulated(_ y: Lanes, _ x: Lanes) -> Lanes { y + x.signs(times: 1) }
    y.update(with: x, accumulated)
  }

  /// y <- weights[0] * inputs[0] + weights[1] * inputs[1] + ..., in one pass, added from left to right.
  ///
  /// Without inputs the sum is 0.
  /// - Parameter inputs: the arrays one after another, as the images of an NHWC batch are.
  /// - Precondition: `weights.count * y.count` inputs.
  /// - Complexity: O(inputs); allocates nothing.
  public static func combine(
    _ inputs: Span<Float>, weights: Span<Float>, into y: inout MutableSpan<Float>
  ) {
    let count = y.count
    precondition(
      inputs.count == weights.count * count,
      "\(inputs.count) values for \(weights.count) inputs of \(count)")
    guard weights.count > 0 else { return y.update(repeating: 0) }
    let firstWeight = weights[0]
    var index = 0
    while index &+ 8 <= count {
      var sum = firstWeight * inputs.lanes(at: index)
      var place = index
      for input in 1..<weights.count {
        place &+= count
        sum += weights[input] * inputs.lanes(at: place)
      }
      y.store(sum, at: index)
      index &+= 8
    }
    while index < count {
      var sum = firstWeight * inputs[index]
      for input in 1..<weights.count { sum += weights[input] * inputs[input * count + index] }
      y[index] = sum
      index += 1
    }
  }
}
