/// The ResNet-34 of DeepLab: 17 blocks, output stride 8, dilations instead of strides in the last two
/// stages.
///
/// Block 0 is the seed (conv 7x7/2, batch norm, ReLU, max-pooling 3x3/2 in ceil mode); blocks 1 to 16
/// are residual blocks in stages of 3, 4, 6 and 3.
public struct ResNet34DeepLab: Hashable, Sendable {
  /// Residual blocks of the stages.
  public static let stageLengths = [3, 4, 6, 3]
  /// Strides of the stages' first blocks.
  static let strides = [1, 2, 1, 1]
  /// Dilations of the stages' 3x3 convolutions.
  static let dilations = [1, 1, 2, 4]

  /// Channels of the four stages; the seed has those of the first.
  public var stageWidths: [Int]
  /// Names of the parameters.
  public var naming: ParameterNaming

  /// Creates the description; 64, 128, 256, 512 are the published widths.
  public init(stageWidths: [Int] = [64, 128, 256, 512], naming: ParameterNaming = .residualBlock) {
    self.stageWidths = stageWidths
    self.naming = naming
  }

  /// Number of the first block of each stage.
  public static var firstBlocks: [Int] {
    stageLengths.indices.map { 1 + stageLengths[..<$0].reduce(0, +) }
  }

  /// The blocks.
  /// - Throws: ``ModelError`` when there are not four possible widths.
  public func backbone() throws -> Backbone {
    try ModelLimits.validate(channels: stageWidths, count: 4, part: "stage widths")
    var blocks = [seed()]
    var channels = stageWidths[0]
    for (stage, width) in stageWidths.enumerated() {
      for index in 0..<Self.stageLengths[stage] {
        blocks.append(
          residualBlock(
            channels, width, stride: index == 0 ? Self.strides[stage] : 1,
            dilation: Self.dilations[stage], hasProjection: stage > 0 && index == 0))
        channels = width
      }
    }
    return try Backbone(inputChannels: 3, blocks: blocks)
  }

  private func seed() -> BlockTemplate {
    var block = BlockTemplate()
    var features = block.add(
      .convolution(Convolution(3, stageWidths[0], kernel: 7, stride: 2, padding: 3)), .blockInput,
      localName: name("0", in: block))
    features = block.add(
      naming.batchNorm(stageWidths[0]), features, localName: name("1", in: block))
    features = block.add(.relu, features)
    block.add(.maxPool(Pooling(kernel: 3, stride: 2, padding: 1, ceilMode: true)), features)
    return block
  }

  /// relu(shortcut + block); the shortcut is the block's input or its projection.
  private func residualBlock(
    _ inputChannels: Int, _ width: Int, stride: Int, dilation: Int, hasProjection: Bool
  ) -> BlockTemplate {
    var block = BlockTemplate()
    func addConvolution(
      _ channels: Int, kernel: Int, stride: Int, _ input: BlockTemplate.Source,
      _ convolutionName: String, _ normName: String
    ) -> BlockTemplate.Source {
      let isWide = kernel > 1
      let convolution = Convolution(
        channels, width, kernel: kernel, stride: stride, padding: isWide ? dilation : 0,
        dilation: isWide ? dilation : 1)
      let features = block.add(
        .convolution(convolution), input, localName: name(convolutionName, in: block))
      return block.add(naming.batchNorm(width), features, localName: name(normName, in: block))
    }
    func addProjection() -> BlockTemplate.Source {
      guard hasProjection else { return .blockInput }
      return addConvolution(
        inputChannels, kernel: 1, stride: stride, .blockInput, "ds.0", "ds.1")
    }
    // The description computes the projection first, the module names it last: the order of the
    // layers is that of the state dict in either naming.
    var shortcut = naming == .computeNodes ? addProjection() : .blockInput
    var features = addConvolution(
      inputChannels, kernel: 3, stride: stride, .blockInput, "block.conv1", "block.bn1")
    features = block.add(.relu, features)
    features = addConvolution(width, kernel: 3, stride: 1, features, "block.conv2", "block.bn2")
    if naming == .residualBlock { shortcut = addProjection() }
    let sum = block.add(.add, [shortcut, features])
    block.add(.relu, sum)
    return block
  }

  private func name(_ moduleName: String, in block: BlockTemplate) -> String {
    switch naming {
    case .residualBlock: "residual_block.\(moduleName)"
    case .computeNodes: block.nextComputeNode
    }
  }
}
