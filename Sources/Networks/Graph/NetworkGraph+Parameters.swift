extension NetworkGraph {
  /// A stored tensor of a layer.
  public struct Parameter: Hashable, Sendable {
    /// What the values do in their layer.
    public enum Role: Hashable, Sendable {
      /// Filters of a convolution or matrix of a linear layer.
      case weight
      /// Added per output channel.
      case bias
      /// Scale of a batch norm.
      case scale
      /// Shift of a batch norm.
      case shift
      /// Mean that a batch norm subtracts in evaluation.
      case runningMean
      /// Variance that a batch norm divides by in evaluation.
      case runningVariance
      /// Number of batches in the running statistics: a whole number, 64 bits in files.
      case batchCount

      /// Whether training changes it by its gradient.
      public var isTrainable: Bool {
        switch self {
        case .weight, .bias, .scale, .shift: true
        case .runningMean, .runningVariance, .batchCount: false
        }
      }
    }

    /// Name in PyTorch's state dict.
    public let name: String
    /// Extents in PyTorch's order; empty for a single number.
    public let shape: [Int]
    /// What the values do.
    public let role: Role
    /// The layer.
    public let node: NodeID

    /// Number of values.
    public var elementCount: Int { shape.reduce(1, *) }
  }

  /// All parameters and running statistics, in the order of PyTorch's state dict.
  /// - Complexity: O(nodes), allocates.
  public var parameters: [Parameter] {
    nodes.indices.flatMap { parameters(of: $0) }
  }

  /// The parameters and running statistics of a layer, in the order of PyTorch's state dict.
  public func parameters(of node: NodeID) -> [Parameter] {
    let prefix = nodes[node].parameterPrefix
    func make(_ name: String, _ shape: [Int], _ role: Parameter.Role) -> Parameter {
      Parameter(name: "\(prefix).\(name)", shape: shape, role: role, node: node)
    }
    switch nodes[node].layer {
    case .convolution(let convolution):
      let weight = make("weight", convolution.weightShape, .weight)
      return convolution.hasBias
        ? [weight, make("bias", [convolution.outputChannels], .bias)] : [weight]
    case .linear(let linear):
      let weight = make("weight", [linear.outputFeatures, linear.inputFeatures], .weight)
      return linear.hasBias ? [weight, make("bias", [linear.outputFeatures], .bias)] : [weight]
    case .batchNorm(let norm):
      let shape = [norm.channels]
      let learned =
        norm.isAffine ? [make("weight", shape, .scale), make("bias", shape, .shift)] : []
      return learned + [
        make("running_mean", shape, .runningMean),
        make("running_var", shape, .runningVariance),
        make("num_batches_tracked", [], .batchCount),
      ]
    case .input, .relu, .relu6, .add, .maxPool, .averagePool, .globalAveragePool, .globalMaxPool,
      .dropout, .concatenate, .resize:
      return []
    }
  }
}
