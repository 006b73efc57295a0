extension NetworkGraph {
  /// The same network with another probability in all of its dropouts; 0 trains without any.
  /// - Throws: ``GraphError`` for a probability that is not from 0 to below 1.
  public func withDropout(probability: Double) throws -> NetworkGraph {
    var result = NetworkGraph(inputChannels: channels(of: input))
    for node in nodes.dropFirst() {
      let layer: Layer
      if case .dropout = node.layer {
        layer = .dropout(probability: probability)
      } else {
        layer = node.layer
      }
      try result.add(layer, node.inputs, parameterPrefix: node.parameterPrefix)
    }
    for output in outputs { result.addOutput(output.name, node: output.node) }
    return result
  }
}
