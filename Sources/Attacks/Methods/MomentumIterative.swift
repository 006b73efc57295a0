internal import Kernels
internal import TensorCore

/// The momentum iterative method: signed steps along a decaying sum of directions of unit L1 norm.
///
/// Dong et al., "Boosting adversarial attacks with momentum" (CVPR 2018), equations 6 and 7. A
/// decay of 0 is projected gradient ascent. The result is the last point.
public struct MomentumIterative: AttackMethod {
  /// Steps.
  public let schedule: StepSchedule
  /// How much of the momentum stays from step to step; 1 in the paper.
  public let decay: Float

  /// Creates the method.
  public init(_ schedule: StepSchedule, decay: Float = 1) {
    self.schedule = schedule
    self.decay = decay
  }

  /// `mim`.
  public var name: String { "mim" }
  /// As scheduled.
  public var stepCount: Int { schedule.count }
  /// Every run is the same.
  public var isRandom: Bool { false }
  /// The maximum norm alone.
  public var norms: Set<Norm> { [.maximum] }

  /// Checks schedule and decay.
  public func validate() throws {
    try schedule.validate(of: name)
    guard decay >= 0, decay.isFinite else {
      throw AttackError(.momentum, of: name, expected: "0 or more", found: "\(decay)")
    }
  }

  /// Takes the steps.
  public func run(_ session: inout AttackSession) throws {
    var momentum = Tensor(session.shape)
    for step in 0..<schedule.count {
      if step > 0 { try session.evaluate() }
      guard session.isActive else { return }
      let stepSize = schedule.stepSize(at: step, radius: session.threat.radius)
      try session.beginStep { _ in stepSize }
      try session.findDirection()
      for image in session.progress.indices where session.progress[image].isActive {
        accumulate(session.direction, into: &momentum, image)
        session.direction.copyImage(image, from: momentum)
      }
      session.move(stepSize: stepSize)
    }
  }

  private func accumulate(
    _ direction: borrowing Tensor, into momentum: inout Tensor, _ image: Int
  ) {
    var sum = momentum.mutableImage(image)
    GradientMomentum.accumulate(direction.image(image), into: &sum, decay: decay)
  }
}
