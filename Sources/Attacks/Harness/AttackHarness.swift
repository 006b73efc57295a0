internal import Kernels
public import TensorCore

/// Runs attacks and judges them: an attack never certifies itself.
///
/// The harness checks configuration and images, runs the method, projects and checks its result,
/// evaluates it with a fresh forward pass, and raises flags. Results of an image have the same
/// bytes for any batch it is in, as far as the model's own results have.
public struct AttackHarness: Sendable {
  /// What the attacker may do.
  public let threat: ThreatModel
  /// The seed of all random starts.
  public let seed: UInt64
  /// Whether every step's losses and objective are kept.
  public let recordsSteps: Bool
  /// Whether the point where a method stopped is judged beside the one that it takes for the best,
  /// and the better of both is the result: for models that are less precise than their evaluator,
  /// which may mistake the one for the other. One forward pass more.
  public let judgesLastPoint: Bool
  /// Whether to stop; asked before every step.
  public let shouldStop: (@Sendable () -> Bool)?

  /// Creates a harness.
  public init(
    _ threat: ThreatModel, seed: UInt64 = 0, recordsSteps: Bool = false,
    judgesLastPoint: Bool = false,
    shouldStop: (@Sendable () -> Bool)? = nil
  ) {
    self.threat = threat
    self.seed = seed
    self.recordsSteps = recordsSteps
    self.judgesLastPoint = judgesLastPoint
    self.shouldStop = shouldStop
  }

  /// Attacks a batch.
  ///
  /// - Parameters:
  ///   - attack: method and strategy.
  ///   - images: the clean batch, NHWC.
  ///   - numbers: the images' numbers in their data set, which random starts depend on.
  ///   - model: the model with these images' labels.
  ///   - evaluator: what judges clean and adversarial images; the model itself where nothing else
  ///     is given.
  /// - Throws: ``AttackError`` when configuration or images are not valid; ``AttackInterrupted``;
  ///   what the model throws.
  public func run(
    _ attack: Attack, on images: borrowing Tensor, numbers: [Int],
    model: any DifferentiableModel, evaluator: (any DifferentiableModel)? = nil
  ) throws -> AttackOutcome {
    try validate(attack, images, numbers: numbers, model: model, evaluator: evaluator)
    var known: LossTable?
    var judge: AttackJudge?
    if let evaluator { judge = try AttackJudge(evaluator, attack.strategy, at: images) }
    var kept = images.copy()
    var outcomes: [ImageOutcome] = []
    var judgementCount = 0
    for restart in 0..<attack.restarts {
      var session = try AttackSession(
        model: model, strategy: attack.strategy, threat: threat, images: images,
        keys: numbers.map { ImageKey(seed: seed, image: $0, restart: restart) },
        recordsSteps: recordsSteps, keepsLastPoint: judgesLastPoint, shouldStop: shouldStop,
        cleanLosses: known)
      let cleanLosses = session.cleanLosses
      known = cleanLosses
      try attack.method.run(&session)
      let judge = judge ?? AttackJudge(model, attack.strategy, cleanLosses: cleanLosses)
      while true {
        finish(&session, roundsToPixels: attack.roundsToPixels)
        try judge.model.evaluate(session.point, into: &session.losses)
        for image in numbers.indices {
          let outcome = judge.outcome(of: session, image, restart: restart)
          if judgementCount == 0 {
            outcomes.append(outcome)
          } else if outcome.isBetter(than: outcomes[image]) {
            outcomes[image] = outcome
          } else {
            continue
          }
          kept.copyImage(image, from: session.point)
        }
        judgementCount += 1
        guard let last = session.lastPoint.take() else { break }
        session.point = last
      }
    }
    return AttackOutcome(images: kept, outcomes: outcomes, judgementCount: judgementCount)
  }

  /// Checks everything that can be checked before a model is asked.
  /// - Throws: ``AttackError``.
  func validate(
    _ attack: Attack, _ images: borrowing Tensor, numbers: [Int],
    model: any DifferentiableModel, evaluator: (any DifferentiableModel)?
  ) throws {
    let shape = images.shape
    guard shape == model.inputShape, numbers.count == shape.batch else {
      throw AttackError(
        "images", expected: "\(model.inputShape), each with its number",
        found: "\(shape) with \(numbers.count) numbers")
    }
    guard model.taskCount > 0 else {
      throw AttackError("model", expected: "one task or more", found: "none")
    }
    if let evaluator {
      guard evaluator.inputShape == shape, evaluator.taskCount == model.taskCount else {
        throw AttackError(
          "evaluator", expected: "\(model.taskCount) tasks on \(shape)",
          found: "\(evaluator.taskCount) on \(evaluator.inputShape)")
      }
    }
    try attack.validate(taskCount: model.taskCount, norm: threat.norm)
    try threat.validate(images)
    if attack.roundsToPixels { try threat.validateForRounding() }
  }

  /// Puts every result back into the threat model, and flags those that were outside.
  private func finish(_ session: inout AttackSession, roundsToPixels: Bool) {
    for image in session.progress.indices {
      session.progress[image].flags.remove(.corrected)
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
