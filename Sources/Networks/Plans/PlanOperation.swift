public import DeepLearningPrimitives

/// Something that a plan does, with its arguments bound once and for all.
struct PlanOperation {
  /// The layer that it belongs to.
  let name: String
  /// What kind of work it is.
  let kind: OperationKind
  /// Does it. Allocates nothing.
  let run: () throws -> Void
}

/// Kinds of work, for tables of where the time goes.
public enum OperationKind: Hashable, Sendable {
  /// A convolution of a shape by an implementation of that name.
  case convolution(ConvolutionShape, implementation: String)
  /// Pooling over windows or images.
  case pooling
  /// Arithmetic value by value: sums, activations, their gradients.
  case elementwise
  /// Copies and changes of shape or order.
  case movement
}
