internal import CKernels

/// The gradient of a convolution's filters, or of any matrix, as products of matrices: for every tap,
/// what it reads of the images, turned, times the output's gradient, over the pixels that it reaches.
///
/// The input's channels are divided into blocks of at most 168. A block's gradients are found in parts,
/// a tap and 256 outputs each, which can be computed at the same time. Taps that read nothing but padding
/// cost nothing.
///
/// Every value is a sum over the pixels of all images, in stretches of 256 that the tap reaches: first
/// inside a stretch, then over stretches. The shape alone fixes that, so bytes depend neither on
/// threads nor on the instructions.
/// - Complexity: allocates nothing; a part uses 240 kB of the stack.
public struct FilterGradient: Sendable {
  private let shape: equipoise_convolution
  private let images: Int
  private let groups: Int
  private let panels: Int
  /// The input channels of every block.
  public let blocks: [Range<Int>]
  /// Taps of a filter.
  public let tapCount: Int

  /// Panels of a part.
  private static let partPanels = 8

  /// Creates the gradient of a convolution of so many images.
  public init(
    rows: ConvolutionAxis, columns: ConvolutionAxis, images: Int, inputChannels: Int,
    outputChannels: Int, instructions: VectorInstructions
  ) {
    shape = equipoise_convolution(
      rows: rows.code, columns: columns.code, input_channels: Int64(inputChannels),
      output_channels: Int64(outputChannels), vectors: instructions.code, format: EQUIPOISE_SINGLE,
      is_transposed: 0)
    self.images = images
    tapCount = rows.kernel * columns.kernel
    let count = (inputChannels + Int(EQUIPOISE_BLOCK_ROWS) - 1) / Int(EQUIPOISE_BLOCK_ROWS)
    blocks = (0..<count).map {
      inputChannels * $0 / count..<inputChannels * ($0 + 1) / count
    }
    panels = FilterPanels.panelCount(outputs: outputChannels)
    groups = (panels + Self.partPanels - 1) / Self.partPanels
  }

  /// The gradient of a matrix of `inputs` x `outputs` that `rows` rows were multiplied with.
  public static func product(
    rows: Int, inputs: Int, outputs: Int, instructions: VectorInstructions
  ) -> FilterGradient {
    func axis(_ count: Int) -> ConvolutionAxis {
      .forward(input: count, output: count, kernel: 1, stride: 1, padding: 0, dilation: 1)
    }
    return FilterGradient(
      rows: axis(1), columns: axis(rows), images: 1, inputChannels: inputs,
      outputChannels: outputs, instructions: instructions)
  }

  /// Parts of every block.
  public var partCount: Int { tapCount * groups }

  /// The tap that a part belongs to.
  public func tap(ofPart part: Int) -> Int { part / groups }

  /// Computes a part of a block.
  /// - Parameters:
  ///   - input: the images that the convolution read, NHWC.
  ///   - gradient: of its output.
  ///   - result: the gradients of the tap's filters from the block's first input on, a row of all
  ///     outputs for each input.
  @unsafe public func run(
    part: Int, block: Int, input: UnsafePointer<Float>, gradient: UnsafePointer<Float>,
    result: UnsafeMutablePointer<Float>
  ) {
    let first = part % groups * Self.partPanels
    let last = min(first + Self.partPanels, panels)
    let channels = blocks[block]
    unsafe withUnsafePointer(to: shape) { shape in
      unsafe equipoise_filter_gradient(
        shape, Int64(images), input, gradient, Int64(tap(ofPart: part)),
        Int64(channels.lowerBound), Int64(channels.upperBound), Int64(first), Int64(last), result)
    }
  }
}
