/// How an attack moves: the steps from the clean image to the adversarial one.
///
/// A method is data. It combines with every strategy, and never certifies its own result: the
/// harness projects, checks and evaluates what a method leaves in the session.
public protocol AttackMethod: Sendable {
  /// A short name for records, such as `pgd`.
  var name: String { get }

  /// Number of steps along a direction.
  var stepCount: Int { get }

  /// Whether every run starts at another point, so that restarts make sense.
  var isRandom: Bool { get }

  /// The norms that the method knows steps for.
  var norms: Set<Norm> { get }

  /// Checks the method's own parameters.
  /// - Throws: ``AttackError``.
  func validate() throws

  /// Moves the points of a session that is at the clean images.
  /// - Throws: ``AttackInterrupted`` between steps; what the model throws.
  func run(_ session: inout AttackSession) throws
}
