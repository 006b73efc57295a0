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
  /// The gradient of both summands is that of `backward` with the result as output.
  /// - Precondition: equal counts.
  /// - Complexity: O(values); allocates nothing.
  public static func add(_ branch: Span<Float>, to x: inout MutableSpan<Float>) {
    @inline(__always)
    func rectifiedSum(_ x: Lanes, _ branch: Lanes) -> Lanes {
      (x + branch).limited(toAtLeast: Lanes(repeating: 0))
    }
    x.update(with: branch, rectifiedSum)
  }

  /// gradient <- gradient where output > 0, and 0 elsewhere, also where the output is NaN.
  ///
  /// - Parameters:
  ///   - gradient: of the loss with respect to the output; becomes that with respect to the input.
  ///   - output: of the forward pass.
  /// - Precondition: equal counts.
  /// - Complexity: O(values); allocates nothing.
  public static func backward(
    _ gradient: inout MutableSpan<Float>, output: Span<Float>
  ) {
    @inline(__always)
    func masked(_ gradient: Lanes, _ output: Lanes) -> Lanes {
      Lanes(repeating: 0).replacing(with: gradient, where: output .> 0)
    }
    gradient.update(with: output, masked)
  }
}
