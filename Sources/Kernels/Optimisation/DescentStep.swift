/// One step of gradient descent with momentum as PyTorch takes it (`torch.optim.SGD`).
///
/// The velocity is momentum * velocity + (1 - dampening) * gradient, without a factor of the
/// learning rate; the first step takes the gradient itself.
public struct DescentStep: Hashable, Sendable {
  private let learningRate: Float
  private let momentum: Float
  private let share: Float
  private let decay: Float
  private let isNesterov: Bool

  /// Prepares step number `number`, counted from 1.
  /// - Parameters:
  ///   - learningRate: of this step.
  ///   - momentum: what stays of the velocity.
  ///   - dampening: what is held back of the gradient from the second step on.
  ///   - isNesterov: whether the step looks ahead along the velocity.
  ///   - weightDecay: times the parameter is added to the gradient.
  /// - Precondition: `number` is at least 1.
  public init(
    number: Int, learningRate: Double, momentum: Double, dampening: Double = 0,
    isNesterov: Bool = false, weightDecay: Double
  ) {
    precondition(number >= 1, "step \(number)")
    self.learningRate = Float(learningRate)
    self.momentum = Float(momentum)
    share = number == 1 ? 1 : Float(1 - dampening)
    decay = Float(weightDecay)
    self.isNesterov = isNesterov
  }

  /// Moves parameters and their velocities, which are 0 before the first step.
  /// - Precondition: equal counts.
  /// - Complexity: O(values); allocates nothing.
  public func apply(
    to parameters: inout MutableSpan<Float>, gradients: Span<Float>,
    velocity: inout MutableSpan<Float>
  ) {
    let count = parameters.count
    requireEqualCounts(count, gradients.count)
    requireEqualCounts(count, velocity.count)
    for index in 0..<count {
      var gradient = gradients[index]
      if decay != 0 { gradient.addProduct(decay, parameters[index]) }
      let moved = (velocity[index] * momentum).addingProduct(share, gradient)
      velocity[index] = moved
      let direction = isNesterov ? gradient.addingProduct(momentum, moved) : moved
      parameters[index].addProduct(-learningRate, direction)
    }
  }
}
