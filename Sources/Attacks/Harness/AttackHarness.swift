internal import Kernels
public import TensorCore

/// Runs attacks and judges them: an attack never certifies itself.
///
/// The harness checks configuration and images, runs the method, projects and checks its result,
/// evaluates it with a fresh forward pass, and raises flags. Results of an image have the same
/// bytes for any batch it is in, as far as the model's own results have.
public struct AttackHarness {
  /// What the attacker may do.
  public let threat: ThreatModel
  /// The seed of all random starts.
  public let seed: UInt64
  /// Whether every step's losses and objective are kept.
  public let recordsSteps: Bool

  /// Creates a harness.
  public init(_ threat: ThreatModel, seed: UInt64 = 0, recordsSteps: Bool = false) {
    self.threat = threat
    self.seed = seed
    self.recordsSteps = recordsSteps
  }

  /// Attacks a batch.
  ///
  /// - Parameters:
  ///   - attack: method and strategy.
  ///   - images: the clean batch, NHWC.
  ///   - numbers: the images' numbers in their data set, which random starts depend on.
  ///   - model: the model with these images' labels.
  ///   - evaluator: what judges the result; the model itself where nothing else is given.
  /// - Throws: ``AttackError`` when configuration or images are not valid; what the model throws.
  public func run(
    _ attack: Attack, on images: borrowing Tensor, numbers: [Int],
    model: any DifferentiableModel, evaluator: (any DifferentiableModel)? = nil
  ) throws -> AttackOutcome {
    guard images.shape == model.inputShape, numbers.count == images.shape.batch else {
      throw AttackError(
        "images", expected: "\(model.inputShape), each with its number",
        found: "\(images.shape) with \(numbers.count) numbers")
    }
    try attack.validate(taskCount: model.taskCount, norm: threat.norm)
    try threat.validate(images)
    var cleanLosses: LossTable?
    var kept = images.copy()
    var outcomes: [ImageOutcome] = []
    for restart in 0..<attack.restarts {
      var session = try AttackSession(
        model: model, strategy: attack.strategy, threat: threat, images: images,
        keys: numbers.map { ImageKey(seed: seed, image: $0, restart: restart) },
        recordsSteps: recordsSteps, cleanLosses: cleanLosses)
      cleanLosses = session.cleanLosses
      try attack.method.run(&session)
      finish(&session, roundsToPixels: attack.roundsToPixels)
      try (evaluator ?? model).evaluate(session.point, into: &session.losses)
      for image in numbers.indices {
        let outcome = judge(session, image, restart: restart)
        if restart == 0 {
          outcomes.append(outcome)
        } else if outcome.objective > outcomes[image].objective
          || !outcomes[image].objective.isFinite && outcome.objective.isFinite
        {
          outcomes[image] = outcome
        } else {
          continue
        }
        kept.copyImage(image, from: session.point)
      }
    }
    return AttackOutcome(images: kept, outcomes: outcomes)
  }

  /// Puts every result back into the threat model, and flags those that were outside.
  private func finish(_ session: inout AttackSession, roundsToPixels: Bool) {
    for image in session.progress.indices {
      guard Reduction.nonFiniteCount(session.point.image(image)) == 0 else {
        session.point.copyImage(image, from: session.clean)
        session.progress[image].flags.insert(.corrected)
        continue
      }
      let before = Fingerprint(session.point.image(image))
      threat.project(&session.point, image, around: session.clean)
      if Fingerprint(session.point.image(image)) != before {
        session.progress[image].flags.insert(.corrected)
      }
      if roundsToPixels {
        threat.roundToPixels(&session.point, image, around: session.clean)
      }
    }
  }

  private func judge(
    _ session: borrowing AttackSession, _ image: Int, restart: Int
  ) -> ImageOutcome {
    let clean = (0..<session.taskCount).map { session.cleanLosses[image, $0] }
    let losses = (0..<session.taskCount).map { session.losses[image, $0] }
    let change = RelativeChange(scale: .clean, clean: clean)
    let balancer = session.balancers[image]
    let objective = balancer.objective(losses.span)
    var flags = session.progress[image].flags
    if !session.losses.isFinite(image) { flags.insert(.nonFiniteLoss) }
    if objective < balancer.objective(clean.span) { flags.insert(.objectiveFell) }
    if change.isCarriedByOneTask(losses.span) { flags.insert(.singleTaskCarries) }
    return ImageOutcome(
      cleanLosses: clean, losses: losses, objective: objective,
      relativeChange: change.mean(losses.span), restart: restart, flags: flags,
      steps: session.progress[image].steps)
  }
}

/// Tells whether values have changed, without a copy of them.
private struct Fingerprint: Equatable {
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  init(_ values: Span<Float>) {
    for index in values.indices {
      hash = (hash ^ UInt64(values[index].bitPattern)) &* 0x100_0000_01B3
    }
  }
}
