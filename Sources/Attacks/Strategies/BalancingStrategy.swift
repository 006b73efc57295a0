/// How the tasks of a model share an attack: which direction their gradients make together, and
/// which objective a method with memory of its best point maximises.
///
/// A strategy is data; what it remembers of one image while an attack runs is a ``TaskBalancer``.
public protocol BalancingStrategy: Sendable {
  /// A short name for records, such as `balanced`.
  var name: String { get }

  /// Whether the direction is not linear in the tasks' gradients: every task's gradient is then
  /// computed on its own, T backward passes over one forward pass instead of one.
  var needsTaskGradients: Bool { get }

  /// Whether an attack may start at a random point.
  var allowsRandomStart: Bool { get }

  /// Checks the strategy against a model.
  /// - Throws: ``AttackError``.
  func validate(taskCount: Int) throws

  /// Creates the state for one image.
  /// - Parameter cleanLosses: the losses of the clean image, all finite.
  func balancer(cleanLosses: [TaskLoss]) -> any TaskBalancer
}

extension BalancingStrategy {
  /// Random starts are allowed.
  public var allowsRandomStart: Bool { true }
  /// One weighted backward pass.
  public var needsTaskGradients: Bool { false }
  /// Every model will do.
  public func validate(taskCount: Int) throws {}
}
