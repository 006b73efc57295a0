internal import CKernels

/// A convolution of one image, or its input gradient, as products of matrices over the taps.
///
/// The places of the result are divided into parts of some rows and 512 channels, fixed by the shape.
/// A part copies what a tap reads of its rows side by side, rows that are outside left out, and
/// multiplies it with panels of filters (``FilterPanels``); the products go from registers into the
/// result. Taps that no row of a part can reach cost nothing.
///
/// Every value of the result is a sum whose order the shape alone fixes: channels ascending in blocks of
/// at most 256 (512 in bfloat16), over taps, each block's sum added to what is there. So bytes do not
/// depend on threads, and in single precision not on the instructions. The error is that of sums of 256
/// terms, added up block by block: less than that of one long sum.
/// - Complexity: allocates nothing; a part uses 250 kB of the stack.
public struct PackedConvolution: ConvolutionKernel {
  /// Number format of the factors; sums are in single precision.
  public enum Factors: Sendable {
    /// Single precision.
    case single
    /// bfloat16.
    case bfloat16
  }

  private let shape: equipoise_convolution
  private let places: Int
  private let blocks: Int
  private let panels: Int

  /// Panels of a part. With half as many, copies of rows took a twentieth of a pass.
  private static let partPanels = 16

  /// Creates a convolution.
  /// - Parameter isTransposed: whether the filters are those of the other direction and are turned
  ///   while they are used.
  /// - Precondition: bfloat16 needs its instructions, and turned filters of several taps an even number
  ///   of outputs there.
  public init(
    rows: ConvolutionAxis, columns: ConvolutionAxis, inputChannels: Int, outputChannels: Int,
    factors: Factors, instructions: VectorInstructions, isTransposed: Bool = false
  ) {
    if case .single = factors {
    } else {
      precondition(instructions == .avx512BFloat16, "no dot products of bfloat16")
      precondition(
        !isTransposed || outputChannels % 2 == 0 || rows.kernel * columns.kernel == 1,
        "\(outputChannels) outputs are no whole pairs")
    }
    shape = equipoise_convolution(
      rows: rows.code, columns: columns.code, input_channels: Int64(inputChannels),
      output_channels: Int64(outputChannels), vectors: instructions.code, format: factors.code,
      is_transposed: isTransposed ? 1 : 0)
    places = rows.output * columns.output
    blocks = (places + Int(EQUIPOISE_BLOCK_ROWS) - 1) / Int(EQUIPOISE_BLOCK_ROWS)
    panels = (outputChannels + FilterPanels.width - 1) / FilterPanels.width
  }

  /// The product of `rows` x `inner` values, one row after another, with filters of one tap.
  public static func product(
    rows: Int, inner: Int, columns: Int, factors: Factors, instructions: VectorInstructions,
    isTransposed: Bool = false
  ) -> PackedConvolution {
    func axis(_ count: Int) -> ConvolutionAxis {
      .forward(input: count, output: count, kernel: 1, stride: 1, padding: 0, dilation: 1)
    }
    return PackedConvolution(
      rows: axis(1), columns: axis(rows), inputChannels: inner, outputChannels: columns,
      factors: factors, instructions: instructions, isTransposed: isTransposed)
  }

  /// Parts of the result, which can be computed at the same time.
  public var partCount: Int { blocks * ((panels + Self.partPanels - 1) / Self.partPanels) }

  /// Computes a part of one image's result: the bias, plus what is there if `accumulates`, plus the
  /// products, limited to the bounds. NaN stays NaN.
  @unsafe public func run(
    part: Int, input: UnsafeRawPointer, filters: UnsafeRawPointer, bias: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, accumulates: Bool, bounds: ClosedRange<Float>?
  ) {
    let (group, block) = part.quotientAndRemainder(dividingBy: blocks)
    let firstPanel = group * Self.partPanels
    let lastPanel = min(firstPanel + Self.partPanels, panels)
    unsafe withUnsafePointer(to: shape) { shape in
      unsafe equipoise_convolve(
        shape, input, filters, bias, output, accumulates ? 1 : 0,
        bounds?.lowerBound ?? -.infinity, bounds?.upperBound ?? .infinity,
        Int64(places * block / blocks), Int64(places * (block + 1) / blocks), Int64(firstPanel),
        Int64(lastPanel))
    }
  }
}

extension PackedConvolution.Factors {
  fileprivate var code: equipoise_format {
    switch self {
    case .single: EQUIPOISE_SINGLE
    case .bfloat16: EQUIPOISE_BFLOAT16
    }
  }
}
