internal import TensorCore

/// What says how good an attack was: a model, what it says of the clean images, and what the
/// strategy makes of that.
struct AttackJudge {
  /// The model that evaluates results.
  let model: any DifferentiableModel
  private let clean: [[TaskLoss]]
  private let balancers: [any TaskBalancer]

  /// Knows the clean images' losses.
  init(
    _ model: any DifferentiableModel, _ strategy: any BalancingStrategy, cleanLosses: LossTable
  ) {
    self.model = model
    clean = (0..<cleanLosses.imageCount).map { image in
      (0..<cleanLosses.taskCount).map { cleanLosses[image, $0] }
    }
    balancers = clean.map { strategy.balancer(cleanLosses: $0) }
  }

  /// Evaluates the clean images.
  init(
    _ model: any DifferentiableModel, _ strategy: any BalancingStrategy,
    at images: borrowing Tensor
  ) throws {
    var losses = LossTable(imageCount: images.shape.batch, taskCount: model.taskCount)
    try model.evaluate(images, into: &losses)
    self.init(model, strategy, cleanLosses: losses)
  }

  /// The verdict on one image of a session whose losses are this model's at its result.
  func outcome(
    of session: borrowing AttackSession, _ image: Int, restart: Int
  ) -> ImageOutcome {
    let clean = clean[image]
    let losses = (0..<session.taskCount).map { session.losses[image, $0] }
    let change = RelativeChange(scale: .clean, clean: clean)
    let balancer = balancers[image]
    let objective = balancer.objective(losses.span)
    var flags = session.progress[image].flags
    if !losses.allSatisfy(\.value.isFinite) { flags.insert(.nonFiniteLoss) }
    if objective < balancer.objective(clean.span) { flags.insert(.objectiveFell) }
    if change.isCarriedByOneTask(losses.span) { flags.insert(.singleTaskCarries) }
    return ImageOutcome(
      cleanLosses: clean, losses: losses, objective: objective,
      relativeChange: change.mean(losses.span), restart: restart, flags: flags,
      steps: session.progress[image].steps)
  }
}
