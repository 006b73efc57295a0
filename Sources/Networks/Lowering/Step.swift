import Kernels

/// What happens to the output of a step before anyone reads it.
enum Activation: Hashable, Sendable {
  case none
  case relu
  case relu6
}

/// One unit of work of a plan: a layer, or a layer with what was fused into it.
struct Step {
  /// Identifies a value: the node of the graph that computes it.
  typealias ValueID = NetworkGraph.NodeID

  /// The arithmetic, without residual and activation.
  enum Operation {
    /// A convolution or matrix product, with the batch norm that was folded into its weights.
    case convolution(Convolution, prefix: String, norm: FoldedNorm?)
    /// A batch norm on its own: with stored statistics, or in training with those of the batch.
    case normalisation(BatchNorm, prefix: String)
    /// Values that become 0 at random; only in training.
    case dropout(Dropout)
    /// The sum of all inputs, or just the one input when the activation is all there is to do.
    case sum
    case pooling(WindowPooling)
    case globalPooling(GlobalPooling)
    case concatenation
    case resize(Resize)
  }

  /// A batch norm whose scale and shift became part of a convolution.
  struct FoldedNorm: Hashable {
    var norm: BatchNorm
    var prefix: String
  }

  /// For messages and tables.
  var name: String
  var operation: Operation
  var inputs: [ValueID]
  /// A value that is added to the result before the activation: of a convolution, or in training of
  /// a batch norm.
  var residual: ValueID?
  var activation = Activation.none
  var output: ValueID
}
