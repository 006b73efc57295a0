public import TensorCore

/// Attacks that share the clean images of a batch.
///
/// The clean images are evaluated once, and every gradient there is taken once: T + 2 backward
/// passes serve all attacks that start there with single-task strategies, total, balanced and
/// sign-sum, whatever their methods and budgets. Each attack has the same bytes as when it is run
/// alone by ``AttackHarness``.
public struct AttackSweep: Sendable {
  /// An attack with what its attacker may do.
  public struct Configuration: Sendable {
    /// The attack.
    public let attack: Attack
    /// What the attacker may do.
    public let threat: ThreatModel

    /// Joins both.
    public init(_ attack: Attack, _ threat: ThreatModel) {
      self.attack = attack
      self.threat = threat
    }
  }

  /// The attacks, in the order in which they run.
  public let configurations: [Configuration]
  /// The seed of all random starts.
  public let seed: UInt64
  /// Whether every step's losses and objective are kept.
  public let recordsSteps: Bool
  /// As ``AttackHarness/judgesLastPoint``.
  public let judgesLastPoint: Bool
  /// Whether to stop; asked before every step and every attack.
  public let shouldStop: (@Sendable () -> Bool)?

  /// Creates a sweep.
  public init(
    _ configurations: [Configuration], seed: UInt64 = 0, recordsSteps: Bool = false,
    judgesLastPoint: Bool = false,
    shouldStop: (@Sendable () -> Bool)? = nil
  ) {
    self.configurations = configurations
    self.seed = seed
    self.recordsSteps = recordsSteps
    self.judgesLastPoint = judgesLastPoint
    self.shouldStop = shouldStop
  }

  /// Attacks a batch with every configuration.
  ///
  /// - Parameters:
  ///   - images: the clean batch, NHWC.
  ///   - numbers: the images' numbers in their data set, which random starts depend on.
  ///   - model: the model with these images' labels.
  ///   - evaluator: what judges clean and adversarial images; the model itself where nothing else
  ///     is given.
  ///   - body: receives the position of a configuration with its outcome, one after another.
  /// - Throws: ``AttackError`` when a configuration or an image is not valid, before any attack has
  ///   run; ``AttackInterrupted``, after which `body` has had all attacks that ended; what the model
  ///   or `body` throws.
  public func run(
    on images: borrowing Tensor, numbers: [Int], model: any DifferentiableModel,
    evaluator: (any DifferentiableModel)? = nil,
    _ body: (_ configuration: Int, _ outcome: consuming AttackOutcome) throws -> Void
  ) throws {
    let harnesses = configurations.map {
      AttackHarness(
        $0.threat, seed: seed, recordsSteps: recordsSteps, judgesLastPoint: judgesLastPoint,
        shouldStop: shouldStop)
    }
    for (harness, configuration) in zip(harnesses, configurations) {
      try harness.validate(
        configuration.attack, images, numbers: numbers, model: model, evaluator: evaluator)
    }
    if let shouldStop, shouldStop() { throw AttackInterrupted() }
    let start = StartCache(model, images: images)
    let cleanJudge = evaluator.map { StartCache($0, images: images) }
    try start.prepare(
      configurations.filter { $0.attack.method.asksAtClean }.map(\.attack.strategy))
    for index in configurations.indices {
      if let shouldStop, shouldStop() { throw AttackInterrupted() }
      let outcome = try harnesses[index].run(
        configurations[index].attack, on: images, numbers: numbers, model: start,
        evaluator: cleanJudge)
      try body(index, outcome)
    }
  }
}
