/// The rectified linear unit, max(x, 0), where no convolution takes it along.
public enum RectifiedLinear {
  /// x <- max(x, 0). A NaN and both zeros stay as they are.
  /// - Complexity: O(values); allocates nothing.
  public static func apply(to x: inout MutableSpan<Float>) {
    @inline(__always)
    func rectified(_ x: Lanes) -> Lanes { x.limited(toAtLeast: Lanes(repeating: 0)) }
    x.update(rectified)
  }

  /// x <- max(x + branch, 0): the end of a residual block. A NaN sum stays NaN.
  ///
  /// ``ActivationMask`` of the result masks the gradient of both summands.
  /// - Precondition: equal counts.
  /// - Complexity: O(values); allocates nothing.
  public static func add(_ branch: Span<Float>, to x: inout MutableSpan<Float>) {
    @inline(__always)
    func rectifiedSum(_ x: Lanes, _ branch: Lanes) -> Lanes {
      (x + branch).limited(toAtLeast: Lanes(repeating: 0))
    }
    x.update(with: branch, rectifiedSum)
  }
}
