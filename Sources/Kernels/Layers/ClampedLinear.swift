/// The identity between two bounds and constant outside: ReLU6 with the bounds 0 and 6.
public enum ClampedLinear {
  /// x <- min(max(x, lower), upper). A NaN stays NaN.
  /// - Precondition: `lower <= upper`.
  /// - Complexity: O(values); allocates nothing.
  public static func apply(to x: inout MutableSpan<Float>, lower: Float, upper: Float) {
    let bounds = LaneBounds(lower: lower, upper: upper)

    @inline(__always)
    func clamped(_ x: Lanes) -> Lanes { bounds.clamp(x) }
    x.update(clamped)
  }
}
