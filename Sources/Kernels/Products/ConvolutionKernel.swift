/// A convolution of one image, or its input gradient, in parts that can be computed at the same time.
///
/// What a part computes does not depend on which thread runs it or on what the others do.
public protocol ConvolutionKernel: Sendable {
  /// Parts of the result.
  var partCount: Int { get }

  /// Computes a part of one image's result: the bias, plus what is there if `accumulates`, plus the
  /// products, limited to the bounds. NaN stays NaN. Allocates nothing.
  @unsafe func run(
    part: Int, input: UnsafeRawPointer, filters: UnsafeRawPointer, bias: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, accumulates: Bool, bounds: ClosedRange<Float>?)
}
