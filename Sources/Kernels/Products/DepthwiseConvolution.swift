internal import CKernels

/// A convolution of one image, or its input gradient, in which every channel has filters of its own.
///
/// A part is a row of the result. Sums go along the taps in their order, so bytes depend neither on
/// threads nor on the instructions. Filters are taps x channels, in single precision, for both passes.
/// - Complexity: allocates nothing.
public struct DepthwiseConvolution: ConvolutionKernel {
  private let shape: equipoise_convolution
  /// Rows of the result.
  public let partCount: Int

  /// Taps along rows or columns, at most.
  public static let largestKernel = Int(EQUIPOISE_DIRECT_KERNEL)

  /// Creates a convolution.
  /// - Precondition: channels a multiple of 8, and no more taps than the largest kernel.
  public init(
    rows: ConvolutionAxis, columns: ConvolutionAxis, channels: Int,
    instructions: VectorInstructions
  ) {
    precondition(
      channels % 8 == 0 && max(rows.kernel, columns.kernel) <= Self.largestKernel,
      "\(channels) channels, \(rows.kernel)x\(columns.kernel) taps")
    shape = equipoise_convolution(
      rows: rows.code, columns: columns.code, input_channels: Int64(channels),
      output_channels: Int64(channels), vectors: instructions.code, format: EQUIPOISE_SINGLE,
      is_transposed: 0)
    partCount = rows.output
  }

  /// Computes a row.
  @unsafe public func run(
    part: Int, input: UnsafeRawPointer, filters: UnsafeRawPointer, bias: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, accumulates: Bool, bounds: ClosedRange<Float>?
  ) {
    unsafe withUnsafePointer(to: shape) { shape in
      unsafe equipoise_depthwise(
        shape, input.assumingMemoryBound(to: Float.self),
        filters.assumingMemoryBound(to: Float.self), bias, output, accumulates ? 1 : 0,
        bounds?.lowerBound ?? -.infinity, bounds?.upperBound ?? .infinity, Int64(part))
    }
  }
}
