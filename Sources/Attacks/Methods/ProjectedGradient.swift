/// Projected gradient ascent: steps along the direction, each projected.
///
/// Madry et al., "Towards deep learning models resistant to adversarial attacks" (ICLR 2018),
/// equation 2. Without a random start and with steps of radius / count it is the iterated FGSM
/// of Kurakin et al. and of the published code. The result is the last point.
///
/// Passes: one forward and one backward pass a step (T backward passes for strategies that need
/// the tasks' gradients); the first step's forward pass is that of the clean images.
public struct ProjectedGradient: AttackMethod {
  /// Steps.
  public let schedule: StepSchedule
  /// Whether the first point is random in the ball.
  public let startsAtRandom: Bool
  /// `pgd`, or the name given.
  public let name: String

  /// Creates the method.
  public init(_ schedule: StepSchedule, startsAtRandom: Bool = false, name: String = "pgd") {
    self.schedule = schedule
    self.startsAtRandom = startsAtRandom
    self.name = name
  }

  /// One step as long as the radius (Goodfellow et al., ICLR 2015).
  public static let fgsm = ProjectedGradient(
    StepSchedule(count: 1, size: .timesRadius(1)), name: "fgsm")

  /// As scheduled.
  public var stepCount: Int { schedule.count }
  /// Restarts differ where the start is random.
  public var isRandom: Bool { startsAtRandom }
  /// Both norms.
  public var norms: Set<Norm> { [.maximum, .euclidean] }
  /// Checks the schedule.
  public func validate() throws { try schedule.validate(of: name) }

  /// Takes the steps.
  public func run(_ session: inout AttackSession) throws {
    try session.start(atRandom: startsAtRandom)
    for step in 0..<schedule.count {
      if step > 0 { try session.evaluate() }
      guard session.isActive else { return }
      let stepSize = schedule.stepSize(at: step, radius: session.threat.radius)
      try session.beginStep { _ in stepSize }
      try session.findDirection()
      session.move(stepSize: stepSize)
    }
  }
}
