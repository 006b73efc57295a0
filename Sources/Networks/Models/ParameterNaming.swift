/// The two ways in which the published code names the parameters of a backbone's block.
public enum ParameterNaming: Hashable, Sendable {
  /// The module written by hand: `residual_block.block.conv1.weight`.
  case residualBlock
  /// The module built from a layer description: `compute_nodes.3.basicOp.weight`, where 3 counts
  /// all layers of the block.
  case computeNodes

  /// What batch norm adds to the variance: descriptions hold it in single precision.
  var batchNormEpsilon: Double {
    switch self {
    case .residualBlock: 1e-5
    case .computeNodes: Double(Float(1e-5))
    }
  }

  /// The share of a batch in the running statistics: descriptions hold it in single precision.
  var batchNormMomentum: Double {
    switch self {
    case .residualBlock: 0.1
    case .computeNodes: Double(Float(0.1))
    }
  }

  /// The batch norm that this way of building a block gives.
  func batchNorm(_ channels: Int) -> Layer {
    .batchNorm(
      BatchNorm(channels: channels, epsilon: batchNormEpsilon, momentum: batchNormMomentum))
  }
}

extension BlockTemplate {
  /// Name of the parameters of the layer that is added next, as the modules built from layer
  /// descriptions have it.
  var nextComputeNode: String { "compute_nodes.\(steps.count).basicOp" }
}
