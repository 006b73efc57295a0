internal import Training

/// The keys of `optimizer`.
enum OptimizerKey: String, JobKey {
  case method
  case firstDecay = "first-decay"
  case secondDecay = "second-decay"
  case epsilon
  case momentum
  case dampening
  case nesterov
  case weightDecay = "weight-decay"

  /// The methods.
  enum Method: String, CaseIterable {
    /// Adam.
    case adam
    /// Gradient descent.
    case sgd
  }

  /// Values of decays, momentum and the like: 0 to below 1.
  static let shares = 0.0...1.0.nextDown

  private static let share = "a number from 0 to below 1"

  var reference: KeyReference {
    switch self {
    case .method:
      KeyReference(
        .oneOf(Method.self), .required, "The method, as PyTorch has it.", example: "adam")
    case .firstDecay:
      KeyReference(
        Self.share, .words("0.9"), "adam: decay of the average of gradients.", example: "0.5")
    case .secondDecay:
      KeyReference(
        Self.share, .words("0.999"), "adam: decay of the average of their squares.",
        example: "0.99")
    case .epsilon:
      KeyReference(
        Self.share, .words("1e-8"), "adam: added to the root of the second average.",
        example: "1e-6")
    case .momentum:
      KeyReference(
        Self.share, .words("0"), "sgd: what stays of the velocity.", example: "0.9")
    case .dampening:
      KeyReference(
        Self.share, .words("0"), "sgd: what is held back of gradients.", example: "0.1")
    case .nesterov:
      KeyReference(
        .flag, .words("false"), "sgd: whether steps look ahead along the velocity.",
        example: "false")
    case .weightDecay:
      KeyReference(
        Self.share, .value("0"), "Times the parameter is added to its gradient.",
        example: "1e-4")
    }
  }
}
