extension Backbone {
  /// Reads a layer description in protobuf's text format (Caffe's prototxt with PyTorch's batch
  /// norm), as the published code does.
  ///
  /// The layers are divided wherever a single layer's output is all that passes on, and layers
  /// without weights of their own join the block before; parameters are named
  /// `compute_nodes.J.basicOp`, where J counts the layers of the block.
  /// - Parameters:
  ///   - text: The description.
  ///   - file: What errors call it.
  /// - Throws: ``PrototxtError``.
  /// - Complexity: O(length of the text).
  public init(prototxt text: String, file: String) throws {
    let description = try NetworkDescription(parsing: text, file: file)
    let blocks = description.blockRanges().map { description.template(of: $0) }
    try self.init(inputChannels: description.inputChannels, blocks: blocks)
  }
}

extension NetworkDescription {
  /// The layers of each block.
  ///
  /// The published code cuts the graph of layers and their outputs recursively at minimum cuts of
  /// size one. As every layer leads to the last one, such a cut follows a layer exactly when no
  /// later layer reads anything from before that layer. A piece of a single layer without weights
  /// of its own is no block.
  func blockRanges() -> [Range<Int>] {
    var lastReader = Array(repeating: 0, count: nodes.count)
    for (index, node) in nodes.enumerated() {
      for input in node.inputs { lastReader[input] = index }
    }
    var ranges: [Range<Int>] = []
    var start = 0
    var farthestReader = 0
    for index in nodes.indices {
      if farthestReader <= index {
        // The first layer is a convolution, so that there is always a block to join.
        if index > start || nodes[start].hasOwnWeights {
          ranges.append(start..<index + 1)
        } else {
          ranges[ranges.count - 1] = ranges[ranges.count - 1].lowerBound..<index + 1
        }
        start = index + 1
      }
      farthestReader = max(farthestReader, lastReader[index])
    }
    return ranges
  }

  /// A block with inputs relative to it: whatever lies before it is the last output of the block
  /// before.
  func template(of range: Range<Int>) -> BlockTemplate {
    var block = BlockTemplate()
    for node in nodes[range] {
      let inputs = node.inputs.map { input in
        range.contains(input)
          ? BlockTemplate.Source.layer(input - range.lowerBound) : .blockInput
      }
      let name: String =
        switch node.layer {
        case .convolution, .batchNorm, .linear: block.nextComputeNode
        default: ""
        }
      block.add(node.layer, inputs.isEmpty ? [.blockInput] : inputs, localName: name)
    }
    return block
  }
}
