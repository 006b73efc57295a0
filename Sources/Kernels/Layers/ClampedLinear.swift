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

  /// gradient <- gradient where lower < output < upper, and 0 elsewhere, also where the output is NaN.
  ///
  /// - Parameters:
  ///   - gradient: of the loss with respect to the output; becomes that with respect to the input.
  ///   - output: of the forward pass.
  /// - Precondition: equal counts, `lower <= upper`.
  /// - Complexity: O(values); allocates nothing.
  public static func backward(
    _ gradient: inout MutableSpan<Float>, output: Span<Float>, lower: Float, upper: Float
  ) {
    let bounds = LaneBounds(lower: lower, upper: upper)

    @inline(__always)
    func masked(_ gradient: Lanes, _ output: Lanes) -> Lanes {
      Lanes(repeating: 0)
        .replacing(with: gradient, where: (output .> bounds.lower) .& (output .< bounds.upper))
    }
    gradient.update(with: output, masked)
  }
}
