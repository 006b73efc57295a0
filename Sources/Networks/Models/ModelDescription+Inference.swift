extension ModelDescription {
  /// Finds the description of a checkpoint's model from the shapes of its tensors.
  ///
  /// The kind of the backbone follows from the names and the number of blocks, widths and numbers of
  /// classes from the shapes; then every tensor is checked against the network that this gives.
  /// - Parameters:
  ///   - shapes: Shapes of all tensors by name.
  ///   - tasks: Names of the tasks, as the layout numbers them.
  ///   - layout: What the tasks share, for every block of the backbone.
  ///   - backbone: The backbone, when a layer description gives it; otherwise it is inferred.
  /// - Throws: ``ModelError`` when a tensor is missing, has an unexpected shape or belongs to no
  ///   layer, or names and layout fit no known backbone.
  public init(
    inferredFrom shapes: [String: [Int]], tasks: [String], layout: TreeLayout,
    backbone: Backbone? = nil
  ) throws {
    let tensors = TensorShapes(shapes: shapes, layout: layout)
    let architecture =
      try backbone.map(Architecture.blocks) ?? Self.architecture(tensors, layout: layout)
    guard let first = tasks.first else {
      throw ModelError(part: "tasks", expectation: "at least one", finding: "none")
    }
    self.init(
      architecture: architecture,
      headWidth: try tensors.filters("heads.\(first).fc1.conv1.weight"),
      tasks: try tasks.map {
        Task(name: $0, outputChannels: try tensors.filters("heads.\($0).fc1.conv3.weight"))
      },
      layout: layout)
    try graph().validate(parameterShapes: shapes)
  }

  private static func architecture(
    _ tensors: TensorShapes, layout: TreeLayout
  ) throws -> Architecture {
    let isModule = tensors.has("backbone.mtl_blocks.0.residual_block.0.weight")
    let firstNode = "compute_nodes.0.basicOp.weight"
    guard isModule || tensors.has("backbone.mtl_blocks.0.\(firstNode)") else {
      throw ModelError(
        part: "backbone", expectation: "tensors of residual_block or compute_nodes in block 0",
        finding: "neither")
    }
    switch layout.blockCount {
    case 17:
      let name = isModule ? "residual_block.block.conv1.weight" : firstNode
      return .resNet34DeepLab(
        ResNet34DeepLab(
          stageWidths: try ResNet34DeepLab.firstBlocks.map { try tensors.filters(name, block: $0) },
          naming: isModule ? .residualBlock : .computeNodes))
    case 32 where !isModule:
      return .mobileNetV2(
        MobileNetV2(
          stemWidth: try tensors.filters(firstNode, block: 0),
          stageWidths: try MobileNetV2.firstProjections.map {
            try tensors.filters(firstNode, block: $0)
          },
          lastWidth: try tensors.filters(firstNode, block: 31)))
    default:
      throw ModelError(
        part: "layout",
        expectation: isModule
          ? "17 blocks (ResNet-34)"
          : "17 blocks (ResNet-34) or 32 blocks (MobileNetV2), or a layer description",
        finding: "\(layout.blockCount)")
    }
  }
}

/// Shapes of a checkpoint's tensors.
private struct TensorShapes {
  let shapes: [String: [Int]]
  let layout: TreeLayout

  func has(_ name: String) -> Bool { shapes[name] != nil }

  /// Number of filters of a convolution's weight.
  func filters(_ name: String) throws -> Int {
    guard let shape = shapes[name], shape.count == 4 else {
      throw ModelError(
        part: name, expectation: "a convolution's weight with four extents",
        finding: shapes[name].map { "shape \($0)" } ?? "no such tensor")
    }
    return shape[0]
  }

  /// Number of filters of a weight in the first copy of a block.
  func filters(_ name: String, block: Int) throws -> Int {
    try filters("backbone.mtl_blocks.\(layout.firstCopy(ofBlock: block)).\(name)")
  }
}
