internal import Kernels
public import TensorCore

/// Auto-SAGA: every task and every value has a coefficient, which is learned during the attack
/// from the gradient at a look-ahead point.
///
/// Mahmood et al., "On the robustness of vision transformers to adversarial examples" (ICCV 2021).
/// What is combined are the strategy's shares, such as grad L_i / L_i for `Balanced`. The result is
/// the last point.
///
/// Passes: two forward passes and T + 1 backward passes a step.
public struct AutoSAGA: AttackMethod {
  /// Which gradient is taken at the look-ahead point.
  public enum LookAhead: String, Hashable, Sendable, CaseIterable {
    /// That of the strategy's weighted sum of all losses.
    case allTasks = "corrected"
    /// T times that of the last task, as in the published code, whose loop uses the variable that
    /// the loop before it left behind.
    case paper = "paper"
  }

  /// The learning rate of the published code.
  public static let publishedRate: Float = 10
  /// The slope of the published code.
  public static let publishedFitting: Float = 50

  /// Steps.
  public let schedule: StepSchedule
  /// Which gradient is taken at the look-ahead point.
  public let lookAhead: LookAhead
  /// The learning rate of the coefficients.
  public let rate: Float
  /// The slope of the tanh that stands for the sign.
  public let fitting: Float
  /// How much of the last step's direction stays.
  public let decay: Float

  /// Creates the method, with the published code's parameters where none are given; with these the
  /// coefficients stay within 1e-4 of 1.
  public init(
    _ schedule: StepSchedule, lookAhead: LookAhead = .allTasks, rate: Float = publishedRate,
    fitting: Float = publishedFitting, decay: Float = 0
  ) {
    self.schedule = schedule
    self.lookAhead = lookAhead
    self.rate = rate
    self.fitting = fitting
    self.decay = decay
  }

  /// `auto-saga`, or `auto-saga-paper`.
  public var name: String { lookAhead == .paper ? "auto-saga-paper" : "auto-saga" }
  /// As scheduled.
  public var stepCount: Int { schedule.count }
  /// Every run is the same.
  public var isRandom: Bool { false }
  /// The maximum norm alone.
  public var norms: Set<Norm> { [.maximum] }

  /// Checks the parameters.
  public func validate() throws {
    try schedule.validate(of: name)
    let parameters: [(AttackSetting, Float)] = [
      (.coefficientRate, rate), (.fitting, fitting), (.directionDecay, decay),
    ]
    for (setting, value) in parameters {
      guard value >= 0, value.isFinite else {
        throw AttackError(setting, of: name, expected: "0 or more", found: "\(value)")
      }
    }
  }

  /// Takes the steps.
  public func run(_ session: inout AttackSession) throws {
    _ = try attend(&session)
  }

  /// Runs the attack for the sake of its coefficients: which task it came to count, and where.
  ///
  /// - Parameters:
  ///   - images: the clean batch, NHWC.
  ///   - model: the model with these images' labels.
  /// - Returns: the final coefficients, the tasks' one below another in every image.
  /// - Throws: ``AttackError`` when the configuration is not valid; what the model throws.
  public func coefficients(
    on images: borrowing Tensor, model: any DifferentiableModel,
    strategy: any BalancingStrategy, threat: ThreatModel
  ) throws -> Tensor {
    try Attack(self, strategy).validate(taskCount: model.taskCount, norm: threat.norm)
    try threat.validate(images)
    var session = try AttackSession(
      model: model, strategy: strategy, threat: threat, images: images,
      keys: (0..<images.shape.batch).map { ImageKey(seed: 0, image: $0) })
    return try attend(&session)
  }

  /// Takes the steps.
  /// - Returns: the final coefficients, the tasks' one below another in every image.
  func attend(_ session: inout AttackSession) throws -> Tensor {
    var extents = session.shape
    extents.height *= session.taskCount
    var coefficients = Tensor(extents, repeating: 1)
    var combined = Tensor(session.shape)
    var accumulated = Tensor(session.shape)
    var start = session.point.copy()
    for step in 0..<schedule.count {
      if step > 0 { try session.evaluate() }
      guard session.isActive else { break }
      let stepSize = schedule.stepSize(at: step, radius: session.threat.radius)
      try session.beginStep { _ in stepSize }
      try session.findShares()
      for image in session.progress.indices {
        start.copyImage(image, from: session.point)
        combine(session.shares, coefficients, into: &combined, image)
        restrict(&session, &combined, image)
        session.direction.copyImage(image, from: combined)
        if session.progress[image].isActive { session.checkDirection(image) }
      }
      session.move(stepSize: stepSize)
      try session.evaluate()
      try session.findWeightedGradient { adjust(&$0) }
      for image in session.progress.indices {
        // Where the look-ahead point had no finite loss the image is back where it was.
        session.point.copyImage(image, from: start)
        guard session.progress[image].isActive else { continue }
        update(
          &coefficients, session.shares, combined, session.direction, stepSize: stepSize, image)
        combine(session.shares, coefficients, into: &combined, image)
        accumulate(combined, into: &accumulated, image)
        session.direction.copyImage(image, from: accumulated)
        restrict(&session, image)
      }
      session.move(stepSize: stepSize)
    }
    return coefficients
  }

  private func adjust(_ weights: inout MutableSpan<Double>) {
    guard lookAhead == .paper else { return }
    let last = weights.count - 1
    for task in 0..<last { weights[task] = 0 }
    weights[last] *= Double(weights.count)
  }

  private func combine(
    _ shares: borrowing Tensor, _ coefficients: borrowing Tensor, into combined: inout Tensor,
    _ image: Int
  ) {
    var span = combined.mutableImage(image)
    SelfAttention.combine(
      shares.image(image), coefficients: coefficients.image(image), into: &span)
  }

  private func accumulate(
    _ combined: borrowing Tensor, into accumulated: inout Tensor, _ image: Int
  ) {
    var span = accumulated.mutableImage(image)
    LinearCombination.scale(&span, by: decay)
    LinearCombination.add(combined.image(image), to: &span)
  }

  private func update(
    _ coefficients: inout Tensor, _ shares: borrowing Tensor, _ combined: borrowing Tensor,
    _ lookAhead: borrowing Tensor, stepSize: PixelBudget, _ image: Int
  ) {
    var span = coefficients.mutableImage(image)
    SelfAttention.updateCoefficients(
      &span, gradients: shares.image(image), combined: combined.image(image),
      lookAhead: lookAhead.image(image), fitting: fitting, stepSize: stepSize, rate: rate)
  }

  private func restrict(_ session: inout AttackSession, _ direction: inout Tensor, _ image: Int) {
    session.balancers[image].restrict(&direction, image)
  }

  private func restrict(_ session: inout AttackSession, _ image: Int) {
    session.balancers[image].restrict(&session.direction, image)
  }
}
