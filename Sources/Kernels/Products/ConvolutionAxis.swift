internal import CKernels

/// Which places taps read along rows or columns: (place * multiplier + offset + tap * step) / divisor,
/// where that is a whole number inside.
public struct ConvolutionAxis: Sendable {
  let input, output, kernel: Int
  let multiplier, offset, step, divisor: Int

  /// The axis of a convolution.
  public static func forward(
    input: Int, output: Int, kernel: Int, stride: Int, padding: Int, dilation: Int
  ) -> ConvolutionAxis {
    ConvolutionAxis(
      input: input, output: output, kernel: kernel, multiplier: stride, offset: -padding,
      step: dilation, divisor: 1)
  }

  /// The axis of its input gradient, for the same extents.
  public static func backward(
    input: Int, output: Int, kernel: Int, stride: Int, padding: Int, dilation: Int
  ) -> ConvolutionAxis {
    ConvolutionAxis(
      input: output, output: input, kernel: kernel, multiplier: 1, offset: padding,
      step: -dilation, divisor: stride)
  }

  /// As C has it.
  var code: equipoise_axis {
    equipoise_axis(
      input: Int64(input), output: Int64(output), kernel: Int64(kernel),
      multiplier: Int64(multiplier), offset: Int64(offset), step: Int64(step),
      divisor: Int64(divisor))
  }
}
