internal import Attacks
public import DeepLearningPrimitives
internal import Evaluation
internal import Kernels
public import Networks
public import Tasks
public import TensorCore

/// Trains a network step by step: losses to gradients, gradients to parameters, and the attacks of
/// adversarial training in between.
///
/// It knows one rank's share of every batch; what ranks do together is injected. Plans are compiled
/// once for every number of images, and see new parameters without being compiled again. Used from
/// one thread at a time.
public final class Trainer {
  /// What is trained.
  public let parameters: TrainableParameters
  /// The settings.
  public let settings: TrainingSettings
  /// Iterations done: the next one's number, from 0.
  public private(set) var iteration = 0
  /// Passes of the network in training mode done.
  public private(set) var passCount = 0

  let graph: NetworkGraph
  let optimizer: Optimizer
  var balance: LossBalance
  private let conventions: [TaskConvention]
  private let imageShape: TensorShape
  private let weights: NetworkWeights
  let exchange: StepExchange
  private var plans: [Int: TrainingPlan] = [:]
  private var attackPlans: [Int: ExecutionPlan] = [:]

  /// Prepares training.
  /// - Parameters:
  ///   - graph: the network.
  ///   - conventions: what its outputs mean, in their order.
  ///   - source: the parameters to start from.
  ///   - imageShape: extents of an image; the batch is that of the shares.
  ///   - exchange: what ranks do together.
  /// - Throws: ``TrainingError``, `AttackError` for settings that cannot be; `ModelError` for a
  ///   source that lacks parameters.
  public init(
    _ graph: NetworkGraph, conventions: [TaskConvention], from source: some ParameterSource,
    imageShape: TensorShape, settings: TrainingSettings, exchange: StepExchange = .none,
    engine: Engine
  ) throws {
    precondition(
      conventions.count == graph.outputs.count,
      "\(conventions.count) conventions for \(graph.outputs.count) outputs")
    try settings.validate(taskCount: conventions.count)
    self.graph = graph
    self.conventions = conventions
    self.imageShape = imageShape
    self.settings = settings
    self.exchange = exchange
    parameters = try TrainableParameters(for: graph, from: source)
    weights = NetworkWeights(parameters, engine: engine)
    optimizer = Optimizer(
      settings.optimizer,
      parts: exchange.ownedParts ?? [0..<parameters.layout.valueCount])
    balance = LossBalance(settings.weighting, tasks: conventions, rule: settings.optimizer)
  }

  /// One iteration: the steps of the mode, and one step of the schedule.
  /// - Parameter observe: called with the images of every step after it was taken.
  /// - Returns: a report of every step.
  /// - Throws: ``TrainingError`` for a loss that is not finite, with the iteration and the task,
  ///   before parameters have changed; `TaskLabelError` for labels that no loss takes; what attacks,
  ///   plans and the exchange throw.
  public func iterate(
    _ batch: borrowing TrainingBatch,
    observe: (_ report: StepReport, _ images: borrowing Tensor) throws -> Void = { _, _ in }
  ) throws -> [StepReport] {
    var reports: [StepReport] = []
    func take(_ kind: StepReport.Kind, _ images: borrowing Tensor) throws {
      let report = try step(kind, images, batch)
      try observe(report, images)
      reports.append(report)
    }
    switch settings.mode {
    case .clean: try take(.clean, batch.images)
    case .cleanThenAdversarial(let attack, let threat):
      try take(.clean, batch.images)
      try take(.adversarial, adversarial(attack, threat, batch))
    case .adversarial(let attack, let threat):
      try take(.adversarial, adversarial(attack, threat, batch))
    }
    iteration += 1
    return reports
  }

  /// One step on images with the labels of a batch.
  func step(
    _ kind: StepReport.Kind, _ images: borrowing Tensor, _ batch: borrowing TrainingBatch
  ) throws -> StepReport {
    // A rank without images sums with the others, by the norms of any plan.
    let isEmpty = batch.samples.isEmpty
    let plan = try plan(images: max(batch.samples.count, 1))
    var pass = TrainingPass(samples: batch.samples, number: passCount)
    if exchange.synchronisesBatchNorm { pass.sumOverRanks = exchange.sum }
    passCount += 1
    if !isEmpty {
      try plan.forward(images.span, pass)
    } else if exchange.synchronisesBatchNorm {
      try plan.forwardWithoutImages(pass)
    }
    let targets = try targets(batch, plan.outputs)
    let pooled = try pooledLosses(targets, plan)
    let weights = balance.weights(pooled)
    let didComplete = { [exchange, parameters] (range: Range<Int>) in
      try exchange.gradientDidComplete(parameters, range)
    }
    if isEmpty {
      try plan.backwardWithoutImages(didComplete: didComplete)
    } else {
      setGradients(plan, targets, pooled, weights)
      try plan.backward(didComplete: didComplete)
    }
    return try update(kind, imageCount: batch.samples.count, pooled, weights)
  }

  private func update(
    _ kind: StepReport.Kind, imageCount: Int, _ pooled: [LossSum], _ weights: [Double]
  ) throws -> StepReport {
    let rate = settings.learningRate.rate(at: iteration)
    var norm: Double?
    try exchange.update(parameters, imageCount) {
      if let largest = settings.largestGradientNorm { norm = try limitGradient(largest) }
      parameters.update { values, gradients in
        optimizer.step(&values, gradients: gradients, learningRate: rate)
      }
    }
    let report = StepReport(
      kind: kind, losses: pooled.map(\.value), weights: weights,
      objective: balance.objective(pooled, weights), learningRate: rate, gradientNorm: norm)
    balance.learn(pooled, weights, learningRate: rate)
    try self.weights.refresh()
    return report
  }

  /// Limits the norm of the gradient, whose parts may be on several ranks.
  /// - Returns: the norm before.
  private func limitGradient(_ largest: Double) throws -> Double {
    let parts = optimizer.parts
    var squares = parameters.update { _, gradients in
      GradientLimit.squares(of: gradients, in: parts)
    }
    if let sum = exchange.sum {
      // Every block has one owner: the others add exact zeros.
      var span = squares.mutableSpan
      try sum(&span)
    }
    let norm = GradientLimit.norm(squares)
    parameters.updateGradients {
      GradientLimit.apply(to: &$0, in: parts, norm: norm, largestNorm: largest)
    }
    return norm
  }

  /// The losses of all ranks' images; numerators and denominators are added first.
  private func pooledLosses(
    _ targets: [[PreparedTarget]], _ plan: TrainingPlan
  ) throws -> [LossSum] {
    var sums = [Double](repeating: 0, count: 3 * conventions.count)
    for (task, output) in plan.outputs.enumerated() {
      let size = output.shape.imageElementCount
      var total = LossSum()
      for (image, row) in targets.enumerated() {
        total += row[task].loss(
          of: plan.output(task).extracting(image * size..<(image + 1) * size))
      }
      sums[3 * task] = total.numerator
      sums[3 * task + 1] = total.denominator
      sums[3 * task + 2] = Double(total.validCount)
    }
    if let sum = exchange.sum {
      var span = sums.mutableSpan
      try sum(&span)
    }
    return try conventions.indices.map { task in
      let pooled = LossSum(
        numerator: sums[3 * task], denominator: sums[3 * task + 1],
        validCount: Int(sums[3 * task + 2]))
      guard pooled.value.isFinite else {
        throw TrainingError(
          "iteration \(iteration), loss of \(conventions[task].task.rawValue)",
          expected: "a finite number", found: "\(pooled.value)")
      }
      return pooled
    }
  }

  private func setGradients(
    _ plan: TrainingPlan, _ targets: [[PreparedTarget]], _ pooled: [LossSum], _ weights: [Double]
  ) {
    for (task, output) in plan.outputs.enumerated() {
      let size = output.shape.imageElementCount
      plan.withOutputGradient(task) { span in
        for (image, row) in targets.enumerated() {
          let range = image * size..<(image + 1) * size
          var part = span._mutatingExtracting(range)
          // An empty label's factor is not used: the pooled denominator may be 0.
          _ = row[task].loss(
            of: plan.output(task).extracting(range), weight: weights[task],
            pooledDenominator: pooled[task].denominator, gradient: &part)
        }
      }
    }
  }

  private func targets(
    _ batch: borrowing TrainingBatch, _ outputs: [ExecutionPlan.Output]
  ) throws -> [[PreparedTarget]] {
    let labels = batch.labels
    return try batch.samples.indices.map { image in
      try zip(labels, outputs).map { label, output in
        try label.prepared(image: image, height: output.shape.height, width: output.shape.width)
      }
    }
  }

  /// The batch's images after an attack on the network as it is now, in evaluation mode.
  private func adversarial(
    _ attack: Attack, _ threat: ThreatModel, _ batch: borrowing TrainingBatch
  ) throws -> Tensor {
    guard !batch.samples.isEmpty else { return batch.images.copy() }
    let plan = try attackPlan(images: batch.samples.count)
    let network = LabelledNetwork(plan, targets: try targets(batch, plan.outputs))
    // Random starts are new in every iteration.
    let iteration = UInt64(iteration)
    let bits = Philox(key: settings.seed).bits(
      SIMD4(UInt32(truncatingIfNeeded: iteration), UInt32(iteration >> 32), 0, .max))
    let harness = AttackHarness(threat, seed: UInt64(bits[0]) << 32 | UInt64(bits[1]))
    let outcome = try harness.run(
      attack, on: batch.images, numbers: batch.samples, model: network)
    return outcome.images.copy()
  }

  private func shape(images: Int) -> TensorShape {
    var shape = imageShape
    shape.batch = images
    return shape
  }

  private func plan(images: Int) throws -> TrainingPlan {
    if let known = plans[images] { return known }
    let plan = try TrainingPlan(
      graph, parameters: parameters, weights: weights, inputShape: shape(images: images),
      options: TrainingOptions(recomputation: settings.recomputation, seed: settings.seed))
    plans[images] = plan
    return plan
  }

  /// A plan that evaluates the network as it is after every step.
  /// - Throws: as `ExecutionPlan.init`.
  public func evaluationPlan(_ inputShape: TensorShape) throws -> ExecutionPlan {
    try ExecutionPlan(graph, weights: weights, inputShape: inputShape, options: .evaluation)
  }

  private func attackPlan(images: Int) throws -> ExecutionPlan {
    if let known = attackPlans[images] { return known }
    let plan = try ExecutionPlan(
      graph, weights: weights, inputShape: shape(images: images),
      options: PlanOptions(computesInputGradient: true, precision: settings.attackPrecision))
    attackPlans[images] = plan
    return plan
  }

  /// Continues after a number of iterations and passes, with the parameters as they are.
  func resume(iteration: Int, passCount: Int) throws {
    self.iteration = iteration
    self.passCount = passCount
    try weights.refresh()
  }
}
