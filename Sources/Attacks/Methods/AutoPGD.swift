internal import Kernels
internal import TensorCore

/// Auto-PGD: steps averaged with the last move, halved where the objective stops rising, and
/// memory of the best point, which is the result.
///
/// The clean image (or the random start) is the first candidate. Every image has its own
/// objective, step and restarts; in the published code the objective is one number for a batch.
///
/// Passes: one forward pass for the start, then one backward and one forward pass a step: the
/// pass that scores a point also gives the activations for its gradient.
public struct AutoPGD: AttackMethod {
  /// Share of the step in its average with the last move (Croce and Hein: alpha).
  public static let stepShare: Float = 0.75

  /// What the variants differ in.
  public let variant: APGDVariant
  /// Number of steps.
  public let count: Int
  /// The length of the first step.
  public let firstStep: StepSchedule.Size
  /// Whether the first point is random in the ball.
  public let startsAtRandom: Bool

  /// Creates the method.
  /// - Parameter firstStep: the variant's own where nothing is given.
  public init(
    _ variant: APGDVariant, count: Int, firstStep: StepSchedule.Size? = nil,
    startsAtRandom: Bool = false
  ) {
    self.variant = variant
    self.count = count
    self.firstStep = firstStep ?? variant.firstStep
    self.startsAtRandom = startsAtRandom
  }

  private var schedule: StepSchedule { StepSchedule(count: count, size: firstStep) }

  /// `apgd-VARIANT`.
  public var name: String { "apgd-\(variant.rawValue)" }
  /// As given.
  public var stepCount: Int { count }
  /// Restarts differ where the start is random.
  public var isRandom: Bool { startsAtRandom }
  /// Both norms.
  public var norms: Set<Norm> { [.maximum, .euclidean] }
  /// Checks number and length of the steps.
  public func validate() throws { try schedule.validate(of: name) }

  /// Takes the steps and leaves the best points.
  public func run(_ session: inout AttackSession) throws {
    try session.start(atRandom: startsAtRandom)
    let first = schedule.stepSize(at: 0, radius: session.threat.radius)
    var rules = session.progress.indices.map { _ in
      APGDStepRule(variant, count: count, firstStep: first.pixels)
    }
    var best = BestPoints(session.point, count: session.progress.count)
    for image in session.progress.indices where session.progress[image].isActive {
      best.consider(
        image, session.point, objective: session.objective(image), takesTies: true)
      _ = rules[image].append(session.objective(image))
    }
    var previous = session.point.copy()
    // The Euclidean norm needs the step before it is averaged, one image at a time.
    var stepped = Tensor(
      session.threat.norm == .euclidean ? session.shape.ofOneImage : session.shape.empty)
    for step in 0..<count {
      guard session.isActive else { break }
      try session.beginStep { PixelBudget(rules[$0].stepSizes[step]) }
      try findDirections(&session, &best)
      for image in session.progress.indices {
        guard session.progress[image].isActive else {
          previous.copyImage(image, from: session.point)
          continue
        }
        session.threat.advance(
          &previous, stepped: &stepped, image, from: session.point, along: session.direction,
          stepSize: PixelBudget(rules[image].stepSizes[step]),
          weight: step == 0 ? 1 : Self.stepShare, intermediate: variant.intermediate,
          around: session.clean)
      }
      swap(&previous, &session.point)
      try session.evaluate()
      for image in session.progress.indices where session.progress[image].isActive {
        let objective = session.objective(image)
        best.consider(image, session.point, objective: objective, takesTies: variant.takesTies)
        let isHalved = rules[image].append(objective)
        // After the last step there is nothing to go on with.
        guard isHalved, variant.returnsToBest, !best.isCurrent[image], step + 1 < count else {
          continue
        }
        session.point.copyImage(image, from: best.points)
        session.progress[image].keepsDirection = true
      }
    }
    session.record { PixelBudget(rules[$0].stepSizes[count]) }
    if session.keepsLastPoint { session.lastPoint = session.point.copy() }
    for image in session.progress.indices { session.point.copyImage(image, from: best.points) }
  }

  /// Directions at the current points; an image that went back to its best point takes the one
  /// that was stored there.
  private func findDirections(_ session: inout AttackSession, _ best: inout BestPoints) throws {
    try session.findDirection()
    for image in session.progress.indices where session.progress[image].isActive {
      if session.progress[image].keepsDirection {
        session.direction.copyImage(image, from: best.directions)
        session.progress[image].keepsDirection = false
        best.isCurrent[image] = true
      } else if best.isCurrent[image] {
        best.directions.copyImage(image, from: session.direction)
      }
    }
  }
}

extension ThreatModel {
  /// Replaces the previous point of one image by the next one: a step from the current point,
  /// averaged with the last move.
  /// - Parameter stepped: room for an image, for the Euclidean norm.
  func advance(
    _ previous: inout Tensor, stepped: inout Tensor, _ image: Int, from points: borrowing Tensor,
    along directions: borrowing Tensor, stepSize: PixelBudget, weight: Float,
    intermediate: MomentumStep.IntermediateProjection, around originals: borrowing Tensor
  ) {
    let current = points.image(image)
    let direction = directions.image(image)
    let original = originals.image(image)
    var next = previous.mutableImage(image)
    // The first step is not averaged: bit for bit the step alone.
    guard weight < 1 else {
      next.copy(current)
      return step(&next, along: direction, stepSize: stepSize, around: original)
    }
    switch norm {
    case .maximum:
      MomentumStep.advance(
        &next, from: current, along: direction, stepSize: stepSize, weight: weight,
        within: PerturbationBox(around: original, radius: radius, range: range),
        intermediate: intermediate)
    case .euclidean:
      let intermediateRange = intermediate == .ball ? ChannelRange.unbounded : range
      var span = stepped.mutableSpan
      span.copy(current)
      EuclideanStep.move(&span, along: direction, length: stepSize)
      EuclideanBall(around: original, radius: radius, range: intermediateRange).project(&span)
      EuclideanStep.average(&next, from: current, stepped: span.span, weight: weight)
      EuclideanBall(around: original, radius: radius, range: range).project(&next)
    }
  }
}
