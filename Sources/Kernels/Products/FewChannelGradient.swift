internal import CKernels

/// The gradient of a convolution with respect to an image of few channels, such as the network's input.
///
/// As a product of matrices most columns would be padding, so that sums go along the channels of the
/// output's gradient instead. A part is a row of the result. The order of sums is fixed, so bytes depend
/// neither on threads nor on the instructions. Filters are taps x image channels x output channels, in
/// single precision.
/// - Complexity: allocates nothing.
public struct FewChannelGradient: ConvolutionKernel {
  private let shape: equipoise_convolution
  /// Rows of the image.
  public let partCount: Int

  /// Channels of the image, at most.
  public static let mostChannels = Int(EQUIPOISE_FEW)
  /// Taps along rows or columns, at most.
  public static let largestKernel = Int(EQUIPOISE_DIRECT_KERNEL)

  /// Creates a gradient.
  /// - Parameters:
  ///   - rows: the gradient's axis, ``ConvolutionAxis/backward(input:output:kernel:stride:padding:dilation:)``.
  ///   - channels: of the image.
  ///   - outputs: channels of the output's gradient.
  /// - Precondition: 1 to 4 channels, a multiple of 16 outputs, no more taps than the largest kernel.
  public init(
    rows: ConvolutionAxis, columns: ConvolutionAxis, channels: Int, outputs: Int,
    instructions: VectorInstructions
  ) {
    precondition(
      (1...Self.mostChannels).contains(channels) && outputs % 16 == 0
        && max(rows.kernel, columns.kernel) <= Self.largestKernel,
      "\(outputs) to \(channels) channels, \(rows.kernel)x\(columns.kernel) taps")
    shape = equipoise_convolution(
      rows: rows.code, columns: columns.code, input_channels: Int64(outputs),
      output_channels: Int64(channels), vectors: instructions.code, format: EQUIPOISE_SINGLE,
      is_transposed: 0)
    partCount = rows.output
  }

  /// Computes a row.
  /// - Precondition: neither bias nor bounds: a gradient has none.
  @unsafe public func run(
    part: Int, input: UnsafeRawPointer, filters: UnsafeRawPointer, bias: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, accumulates: Bool, bounds: ClosedRange<Float>?
  ) {
    unsafe precondition(bias == nil && bounds == nil, "a gradient has neither bias nor bounds")
    unsafe withUnsafePointer(to: shape) { shape in
      unsafe equipoise_few(
        shape, input.assumingMemoryBound(to: Float.self),
        filters.assumingMemoryBound(to: Float.self), output, accumulates ? 1 : 0, Int64(part))
    }
  }
}
