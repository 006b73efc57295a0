import Networks

extension NetworkGraph {
  /// Appends convolutions, each with a batch norm and a ReLU after it.
  /// - Returns: the last node.
  mutating func addStack(_ convolutions: [Convolution], from start: NodeID) throws -> NodeID {
    var node = start
    for (index, convolution) in convolutions.enumerated() {
      node = try add(.convolution(convolution), node, parameterPrefix: "conv\(index)")
      node = try add(
        .batchNorm(BatchNorm(channels: convolution.outputChannels)), node,
        parameterPrefix: "norm\(index)")
      node = try add(.relu, node)
    }
    return node
  }
}
