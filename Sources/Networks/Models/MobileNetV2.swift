/// The MobileNetV2 of the published layer description: 32 blocks with plain ReLU, output stride 32.
///
/// The network is a stem (conv 3x3/2), bottlenecks in seven stages and a last 1x1 convolution, each
/// convolution with batch norm. A bottleneck expands (1x1), filters each channel by itself (3x3) and
/// projects (1x1). With a shortcut it is one block, since its layers cannot be parted; without one,
/// each convolution is a block.
public struct MobileNetV2: Hashable, Sendable {
  /// Bottlenecks of the stages.
  public static let stageLengths = [1, 2, 3, 4, 3, 3, 1]
  /// Strides of the stages' first bottlenecks.
  static let strides = [1, 2, 2, 2, 1, 2, 1]
  /// Channels inside a bottleneck over channels of its input; the first stage does not expand.
  static let expansion = 6

  /// Channels of the stem.
  public var stemWidth: Int
  /// Channels between the bottlenecks of the seven stages.
  public var stageWidths: [Int]
  /// Channels of the last convolution.
  public var lastWidth: Int

  /// Creates the description; the defaults are the published widths.
  public init(
    stemWidth: Int = 32, stageWidths: [Int] = [16, 24, 32, 64, 96, 160, 320], lastWidth: Int = 1280
  ) {
    self.stemWidth = stemWidth
    self.stageWidths = stageWidths
    self.lastWidth = lastWidth
  }

  /// Creates the description with widths that are the published ones times a factor, rounded to the
  /// nearest whole number (ties away from zero), not to a multiple of 8.
  /// - Throws: ``ModelError`` when the factor is not a positive number or a width would be 0 or
  ///   beyond ``ModelLimits/channels``.
  public init(widthMultiplier: Double) throws {
    let published = MobileNetV2()
    func scaled(_ width: Int) throws -> Int {
      let product = (Double(width) * widthMultiplier).rounded()
      guard product >= 1, product <= Double(ModelLimits.channels) else {
        throw ModelError(
          part: "width multiplier",
          expectation: "a number that gives 1 to \(ModelLimits.channels) channels",
          finding: "\(widthMultiplier) for \(width) channels")
      }
      return Int(product)
    }
    self.init(
      stemWidth: try scaled(published.stemWidth),
      stageWidths: try published.stageWidths.map(scaled),
      lastWidth: try scaled(published.lastWidth))
  }

  /// Number of the block that ends the first bottleneck of each stage.
  static var firstProjections: [Int] {
    var next = 1
    return stageLengths.enumerated().map { stage, length in
      let first = next + (stage == 0 ? 1 : 2)
      next = first + length
      return first
    }
  }

  /// The blocks.
  /// - Throws: ``ModelError`` when there are not seven stages or a width is impossible.
  public func backbone() throws -> Backbone {
    try ModelLimits.validate(
      channels: [stemWidth] + stageWidths + [lastWidth], count: 9, part: "MobileNetV2 widths")
    var blocks = BlockChain()
    blocks.beginBlock()
    blocks.addConvolution(Convolution(3, stemWidth, kernel: 3, stride: 2, padding: 1))
    var channels = stemWidth
    for (stage, width) in stageWidths.enumerated() {
      for index in 0..<Self.stageLengths[stage] {
        blocks.addBottleneck(
          channels, width, expansion: stage == 0 ? 1 : Self.expansion,
          stride: index == 0 ? Self.strides[stage] : 1, hasShortcut: index > 0)
        channels = width
      }
    }
    blocks.beginBlock()
    blocks.addConvolution(Convolution(channels, lastWidth, kernel: 1))
    return try Backbone(inputChannels: 3, blocks: blocks.blocks)
  }
}

/// The blocks so far, with the features that the last one computes.
private struct BlockChain {
  private(set) var blocks: [BlockTemplate] = []
  private var features = BlockTemplate.Source.blockInput

  mutating func beginBlock() {
    blocks.append(BlockTemplate())
    features = .blockInput
  }

  /// Adds a convolution and its batch norm, and a ReLU unless the result is linear.
  mutating func addConvolution(_ convolution: Convolution, isLinear: Bool = false) {
    add(.convolution(convolution))
    add(ParameterNaming.computeNodes.batchNorm(convolution.outputChannels))
    if !isLinear { add(.relu) }
  }

  mutating func addBottleneck(
    _ inputChannels: Int, _ width: Int, expansion: Int, stride: Int, hasShortcut: Bool
  ) {
    let inner = inputChannels * expansion
    beginBlock()
    if expansion > 1 {
      addConvolution(Convolution(inputChannels, inner, kernel: 1))
      if !hasShortcut { beginBlock() }
    }
    addConvolution(
      Convolution(inner, inner, kernel: 3, stride: stride, padding: 1, groups: inner))
    if !hasShortcut { beginBlock() }
    addConvolution(Convolution(inner, width, kernel: 1), isLinear: true)
    if hasShortcut { blocks[blocks.count - 1].add(.add, [.blockInput, features]) }
  }

  private mutating func add(_ layer: Layer) {
    let last = blocks.count - 1
    let name: String =
      switch layer {
      case .convolution, .batchNorm: blocks[last].nextComputeNode
      default: ""
      }
    features = blocks[last].add(layer, features, localName: name)
  }
}
