/// The part of a network that tasks can share: a chain of blocks.
public struct Backbone: Hashable, Sendable {
  /// Channels of the image.
  public let inputChannels: Int
  /// The blocks from the image to the features.
  public let blocks: [BlockTemplate]
  /// Channels of the features that the last block computes.
  public let outputChannels: Int

  /// Creates a backbone.
  /// - Throws: ``GraphError`` when a layer cannot read its inputs; ``ModelError`` when there is no
  ///   block or a block has no layer.
  public init(inputChannels: Int, blocks: [BlockTemplate]) throws {
    guard !blocks.isEmpty, blocks.allSatisfy({ !$0.steps.isEmpty }) else {
      throw ModelError(
        part: "backbone", expectation: "blocks with layers",
        finding: blocks.isEmpty ? "no block" : "a block without layers")
    }
    guard inputChannels > 0 else {
      throw ModelError(
        part: "channels of the image", expectation: "a positive number", finding: "\(inputChannels)"
      )
    }
    var graph = NetworkGraph(inputChannels: inputChannels)
    var node = graph.input
    for (index, block) in blocks.enumerated() {
      node = try graph.add(block, node, parameterPrefix: "block \(index)")
    }
    self.inputChannels = inputChannels
    self.blocks = blocks
    outputChannels = graph.channels(of: node)
  }
}
