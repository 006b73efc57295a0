/// How parameters move along their gradients, as PyTorch defines it.
public enum OptimizerRule: Hashable, Sendable {
  /// Adam with the weight decay added to the gradient (`torch.optim.Adam`).
  case adam(Adam = Adam())
  /// Gradient descent with momentum (`torch.optim.SGD`).
  case descent(Descent = Descent())

  /// Settings of Adam; PyTorch's defaults.
  public struct Adam: Hashable, Sendable {
    /// Decay of the average of the gradients.
    public var firstDecay: Double
    /// Decay of the average of their squares.
    public var secondDecay: Double
    /// Added to the root of the second average.
    public var epsilon: Double
    /// Times the parameter is added to the gradient.
    public var weightDecay: Double

    /// Creates settings.
    public init(
      firstDecay: Double = 0.9, secondDecay: Double = 0.999, epsilon: Double = 1e-8,
      weightDecay: Double = 0
    ) {
      self.firstDecay = firstDecay
      self.secondDecay = secondDecay
      self.epsilon = epsilon
      self.weightDecay = weightDecay
    }
  }

  /// Settings of gradient descent; PyTorch's defaults.
  public struct Descent: Hashable, Sendable {
    /// What stays of the velocity.
    public var momentum: Double
    /// What is held back of the gradient from the second step on.
    public var dampening: Double
    /// Whether a step looks ahead along the velocity.
    public var isNesterov: Bool
    /// Times the parameter is added to the gradient.
    public var weightDecay: Double

    /// Creates settings.
    public init(
      momentum: Double = 0, dampening: Double = 0, isNesterov: Bool = false,
      weightDecay: Double = 0
    ) {
      self.momentum = momentum
      self.dampening = dampening
      self.isNesterov = isNesterov
      self.weightDecay = weightDecay
    }
  }

  /// Checks the settings.
  /// - Throws: ``TrainingError``.
  public func validate() throws(TrainingError) {
    switch self {
    case .adam(let adam):
      try Self.require("first decay", adam.firstDecay, in: 0..<1)
      try Self.require("second decay", adam.secondDecay, in: 0..<1)
      try Self.require("epsilon", adam.epsilon, in: 0..<1)
      try Self.require("weight decay", adam.weightDecay, in: 0..<1)
    case .descent(let descent):
      try Self.require("momentum", descent.momentum, in: 0..<1)
      try Self.require("dampening", descent.dampening, in: 0..<1)
      try Self.require("weight decay", descent.weightDecay, in: 0..<1)
      guard !descent.isNesterov || (descent.momentum > 0 && descent.dampening == 0) else {
        throw TrainingError(
          "nesterov", expected: "a momentum and no dampening",
          found: "\(descent.momentum) and \(descent.dampening)")
      }
    }
  }

  private static func require(
    _ name: String, _ value: Double, in range: Range<Double>
  ) throws(TrainingError) {
    guard range.contains(value) else {
      throw TrainingError(
        name, expected: "\(range.lowerBound) to below \(range.upperBound)", found: "\(value)")
    }
  }

  /// The same rule without weight decay.
  var withoutDecay: OptimizerRule {
    switch self {
    case .adam(var adam):
      adam.weightDecay = 0
      return .adam(adam)
    case .descent(var descent):
      descent.weightDecay = 0
      return .descent(descent)
    }
  }
}
