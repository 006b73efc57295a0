internal import Kernels
internal import TensorCore

/// One run of an attack on a batch: the points, what the model says of them, and every image's
/// state. Methods move the points; they do not judge the result.
///
/// Images are independent, whatever happens to a neighbour: an image that is no longer active
/// stays where it is while the others go on.
public struct AttackSession: ~Copyable {
  let model: any DifferentiableModel
  let strategy: any BalancingStrategy
  let threat: ThreatModel
  let keys: [ImageKey]
  let recordsSteps: Bool
  /// Whether a method whose result is not its last point leaves that one too.
  let keepsLastPoint: Bool
  let shouldStop: (@Sendable () -> Bool)?
  let shape: TensorShape
  let taskCount: Int
  let clean: Tensor
  let cleanLosses: LossTable
  /// Where every image is.
  var point: Tensor
  /// Where a method stopped, if its result is another point and this one is to be kept.
  var lastPoint: Tensor?
  /// The losses at the points of the last evaluation.
  var losses: LossTable
  /// The strategy's direction at the points of the last evaluation.
  var direction: Tensor
  /// The tasks' shares of the direction, one below another in every image; no rows until needed.
  var shares: Tensor
  var balancers: [any TaskBalancer]
  var progress: [ImageProgress]
  private var weights: TaskWeights

  /// Starts every image at its clean point, with its losses there.
  ///
  /// One forward pass, unless the clean losses are known already.
  init(
    model: any DifferentiableModel, strategy: any BalancingStrategy, threat: ThreatModel,
    images: borrowing Tensor, keys: [ImageKey], recordsSteps: Bool = false,
    keepsLastPoint: Bool = false, shouldStop: (@Sendable () -> Bool)? = nil,
    cleanLosses: LossTable? = nil
  ) throws {
    self.model = model
    self.strategy = strategy
    self.threat = threat
    self.keys = keys
    self.recordsSteps = recordsSteps
    self.keepsLastPoint = keepsLastPoint
    self.shouldStop = shouldStop
    shape = images.shape
    taskCount = model.taskCount
    clean = images.copy()
    point = images.copy()
    direction = Tensor(images.shape)
    shares = Tensor(images.shape.empty)
    weights = TaskWeights(imageCount: images.shape.batch, taskCount: model.taskCount)
    var table = LossTable(imageCount: images.shape.batch, taskCount: model.taskCount)
    if let cleanLosses {
      table = cleanLosses
    } else {
      try model.evaluate(images, into: &table)
    }
    self.cleanLosses = table
    losses = table
    progress = [ImageProgress](repeating: ImageProgress(), count: images.shape.batch)
    balancers = []
    for image in 0..<images.shape.batch {
      let row = (0..<model.taskCount).map { table[image, $0] }
      balancers.append(strategy.balancer(cleanLosses: row))
      if row.contains(where: \.isEmpty) { progress[image].flags.insert(.emptyTask) }
      if !table.isFinite(image) { progress[image].stop(.nonFiniteLoss) }
    }
  }

  /// Whether any image still moves.
  var isActive: Bool {
    for image in progress.indices where progress[image].isActive { return true }
    return false
  }

  /// What the strategy maximises, at an image's last evaluated point.
  func objective(_ image: Int) -> Double { balancers[image].objective(losses.row(image)) }

  /// One forward pass at the points; an image whose losses are not finite stops there.
  mutating func evaluate() throws {
    try model.evaluate(point, into: &losses)
    for image in progress.indices where progress[image].isActive && !losses.isFinite(image) {
      progress[image].stop(.nonFiniteLoss)
    }
  }

  /// Begins a step from the last evaluated points: notes them, where records were asked for.
  /// - Throws: ``AttackInterrupted`` when the attack is to stop between steps.
  mutating func beginStep(stepSize: (_ image: Int) -> PixelBudget) throws {
    if let shouldStop, shouldStop() { throw AttackInterrupted() }
    record(stepSize: stepSize)
  }

  /// Notes the last evaluated points, where records were asked for.
  mutating func record(stepSize: (_ image: Int) -> PixelBudget) {
    guard recordsSteps else { return }
    for image in progress.indices where progress[image].isActive {
      progress[image].steps.append(
        StepRecord(
          losses: (0..<taskCount).map { losses[image, $0] }, objective: objective(image),
          stepSize: stepSize(image).pixels))
    }
  }
}

// MARK: Directions

extension AttackSession {
  /// The strategy's direction at the last evaluated points: one backward pass, or one for every
  /// task where the strategy is not linear in the gradients.
  ///
  /// An image whose direction is not finite stops; one whose direction is zero is flagged.
  mutating func findDirection() throws {
    if strategy.needsTaskGradients {
      try findShares()
      for image in progress.indices where isAsked(image) { addShares(image) }
    } else {
      observe()
      weigh()
      try model.inputGradient(weights, into: &direction)
      // Before anything is cut away, so that it is seen.
      for image in progress.indices where isAsked(image) { checkIsFinite(image) }
    }
    for image in progress.indices where isAsked(image) {
      balancers[image].restrict(&direction, image)
      checkDirection(image)
    }
  }

  /// Every task's share of the direction: one backward pass for each task.
  mutating func findShares() throws {
    if shares.shape.height == 0 {
      var extents = shape
      extents.height *= taskCount
      shares = Tensor(extents)
    }
    observe()
    for task in 0..<taskCount {
      weights.clear()
      for image in progress.indices where isAsked(image) && !losses[image, task].isEmpty {
        weights[image, task] = 1
      }
      try model.inputGradient(weights, into: &direction)
      for image in progress.indices where isAsked(image) {
        let isUsed = weights[image, task] != 0
        // Before its signs are all that is left of it.
        if isUsed { checkIsFinite(image) }
        shares.setRow(task, of: taskCount, in: image, to: direction, isZero: !isUsed)
      }
    }
    weigh()
    for image in progress.indices where isAsked(image) {
      balancers[image].balance(&shares, losses, weights, image)
    }
  }

  /// The gradient of the strategy's weighted sum at the last evaluated points, whatever the
  /// strategy makes of its tasks' gradients: one backward pass.
  ///
  /// - Parameter adjust: changes the weights of an image before they are used.
  mutating func findWeightedGradient(_ adjust: (inout MutableSpan<Double>) -> Void) throws {
    weigh()
    for image in progress.indices where isAsked(image) {
      weights.withRow(image, adjust)
    }
    try model.inputGradient(weights, into: &direction)
    for image in progress.indices where isAsked(image) { checkDirection(image) }
  }

  /// Whether the strategy decides on this image's direction in this step.
  func isAsked(_ image: Int) -> Bool {
    progress[image].isActive && !progress[image].keepsDirection
  }

  private mutating func observe() {
    for image in progress.indices where isAsked(image) {
      balancers[image].observe(losses, image)
    }
  }

  private mutating func weigh() {
    weights.clear()
    for image in progress.indices where isAsked(image) {
      if balancers[image].weigh(losses, image, into: &weights) {
        progress[image].flags.insert(.flooredDenominator)
      }
    }
  }

  private mutating func addShares(_ image: Int) {
    direction.setImage(image, toSumOfRowsOf: shares, count: taskCount)
  }

  private mutating func checkIsFinite(_ image: Int) {
    if Reduction.nonFiniteCount(direction.image(image)) > 0 {
      progress[image].stop(.nonFiniteGradient)
    }
  }

  mutating func checkDirection(_ image: Int) {
    checkIsFinite(image)
    if progress[image].isActive, Reduction.maximumMagnitude(direction.image(image)) == 0 {
      progress[image].flags.insert(.vanishingGradient)
    }
  }
}
