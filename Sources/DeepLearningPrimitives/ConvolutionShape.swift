/// Everything that identifies a two-dimensional convolution of a batch of images.
public struct ConvolutionShape: Hashable, Sendable {
  /// Height and width.
  public struct Pair: Hashable, Sendable {
    /// Along columns of pixels.
    public var height: Int
    /// Along rows of pixels.
    public var width: Int

    /// Creates a pair.
    public init(_ height: Int, _ width: Int) {
      self.height = height
      self.width = width
    }

    var array: [Int64] { [Int64(height), Int64(width)] }
  }

  /// Number of images.
  public var batch: Int
  /// Channels of the input.
  public var inputChannels: Int
  /// Channels of the output.
  public var outputChannels: Int
  /// Size of the input.
  public var input: Pair
  /// Size of the output.
  public var output: Pair
  /// Size of a filter.
  public var kernel: Pair
  /// Step between neighbouring outputs.
  public var stride: Pair
  /// Zeros before the first row and column.
  public var padding: Pair
  /// Step between neighbouring taps, 1 for a dense filter.
  public var dilation: Pair
  /// Number of independent groups of channels.
  public var groups: Int

  /// Creates a shape; the output's size follows from the rest.
  public init(
    batch: Int, inputChannels: Int, outputChannels: Int, input: Pair, kernel: Pair,
    stride: Pair = Pair(1, 1), padding: Pair = Pair(0, 0), dilation: Pair = Pair(1, 1),
    groups: Int = 1
  ) {
    func extent(_ direction: KeyPath<Pair, Int>) -> Int {
      let reach = dilation[keyPath: direction] * (kernel[keyPath: direction] - 1) + 1
      return (input[keyPath: direction] + 2 * padding[keyPath: direction] - reach)
        / stride[keyPath: direction] + 1
    }
    self.batch = batch
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.input = input
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
    output = Pair(extent(\.height), extent(\.width))
  }

  /// The part of the convolution of one image that computes some rows of the output, and the first
  /// row of the input that it reads. Its padding after the last row may differ from that before.
  ///
  /// - Precondition: the padding is at most the filter's reach, and the rows are in the output.
  public func part(rows: Range<Int>) -> (shape: ConvolutionShape, firstInputRow: Int) {
    precondition(
      rows.lowerBound >= 0 && rows.upperBound <= output.height && !rows.isEmpty,
      "rows \(rows) of \(output.height)")
    let first = rows.lowerBound * stride.height - padding.height
    let last =
      (rows.upperBound - 1) * stride.height - padding.height + dilation.height * (kernel.height - 1)
    let firstInside = min(max(first, 0), input.height - 1)
    let lastInside = max(firstInside, min(last, input.height - 1))
    var part = self
    part.batch = 1
    part.input.height = lastInside - firstInside + 1
    part.output.height = rows.count
    part.padding.height = firstInside - first
    return (part, firstInside)
  }

  /// Dimensions of the weight in oneDNN's terms: the groups come first when there are several.
  public var weightDimensions: [Int] {
    let filter = [
      outputChannels / groups, inputChannels / groups, kernel.height, kernel.width,
    ]
    return groups == 1 ? filter : [groups] + filter
  }

  /// Multiplications and additions of one pass, those with padding not counted.
  public var operationCount: Int {
    func taps(_ direction: KeyPath<Pair, Int>) -> Int {
      var count = 0
      for position in 0..<output[keyPath: direction] {
        for tap in 0..<kernel[keyPath: direction] {
          let source =
            position * stride[keyPath: direction] + tap * dilation[keyPath: direction]
            - padding[keyPath: direction]
          if source >= 0 && source < input[keyPath: direction] { count += 1 }
        }
      }
      return count
    }
    return 2 * batch * taps(\.height) * taps(\.width) * outputChannels * inputChannels / groups
  }
}

extension ConvolutionShape: CustomStringConvertible {
  /// Such as `3x3 512->1024 dilation 6 at 41x41, batch 1`.
  public var description: String {
    var text = "\(kernel.height)x\(kernel.width) \(inputChannels)->\(outputChannels)"
    if groups > 1 { text += " groups \(groups)" }
    if stride != Pair(1, 1) { text += " stride \(stride.height)" }
    if dilation != Pair(1, 1) { text += " dilation \(dilation.height)" }
    return text + " at \(input.height)x\(input.width), batch \(batch)"
  }
}
