internal import Kernels
internal import TensorCore

/// Perturbations that ask the model nothing: the baselines every attack must beat.
public struct RandomPerturbation: AttackMethod {
  /// Where the point lies.
  public enum Kind: String, Hashable, Sendable {
    /// Uniform in the ball (of the Euclidean norm: on its surface).
    case uniformNoise = "uniform-noise"
    /// At a corner of the ball of the maximum norm, every sign a coin's.
    case randomSign = "random-sign"
  }

  /// Where the point lies.
  public let kind: Kind

  /// Creates the method.
  public init(_ kind: Kind) { self.kind = kind }

  /// The kind.
  public var name: String { kind.rawValue }
  /// The model is not asked.
  public var stepCount: Int { 0 }
  /// Restarts differ.
  public var isRandom: Bool { true }
  /// Corners belong to the maximum norm.
  public var norms: Set<Norm> { kind == .randomSign ? [.maximum] : [.maximum, .euclidean] }
  /// Nothing can be wrong.
  public func validate() throws {}

  /// Moves every image once.
  public func run(_ session: inout AttackSession) throws {
    if kind == .uniformNoise { return session.moveToRandomPoint() }
    for image in session.progress.indices where session.progress[image].isActive {
      let random = session.keys[image].random
      var direction = session.direction.mutableImage(image)
      for index in direction.indices {
        direction[index] = random.bits(index) >> 63 == 0 ? 1 : -1
      }
    }
    session.move(stepSize: session.threat.radius)
  }
}
