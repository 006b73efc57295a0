internal import Attacks
public import Networks

/// Everything that a training run's steps depend on besides network and data.
public struct TrainingSettings: Sendable {
  /// What the steps of an iteration see.
  public var mode: TrainingMode
  /// How parameters move.
  public var optimizer: OptimizerRule
  /// How fast.
  public var learningRate: LearningRate
  /// How the tasks' losses are added up.
  public var weighting: LossWeighting
  /// The largest norm of a step's gradient; nil for any.
  public var largestGradientNorm: Double?
  /// What the backward pass computes again.
  public var recomputation: TrainingOptions.Recomputation
  /// Number format of the attack's passes.
  public var attackPrecision: Precision
  /// The seed of dropout and of the attack's random starts.
  public var seed: UInt64

  /// Creates settings.
  public init(
    mode: TrainingMode = .clean, optimizer: OptimizerRule, learningRate: LearningRate,
    weighting: LossWeighting, largestGradientNorm: Double? = nil,
    recomputation: TrainingOptions.Recomputation = .none, attackPrecision: Precision = .float32,
    seed: UInt64 = 0
  ) {
    self.mode = mode
    self.optimizer = optimizer
    self.learningRate = learningRate
    self.weighting = weighting
    self.largestGradientNorm = largestGradientNorm
    self.recomputation = recomputation
    self.attackPrecision = attackPrecision
    self.seed = seed
  }

  /// Checks the settings for a network of some tasks.
  /// - Throws: ``TrainingError``, `AttackError`.
  public func validate(taskCount: Int) throws {
    try optimizer.validate()
    try learningRate.validate()
    try weighting.validate(taskCount: taskCount)
    if let largest = largestGradientNorm, !(largest > 0) {
      throw TrainingError("largest gradient norm", expected: "above 0", found: "\(largest)")
    }
    switch mode {
    case .clean: break
    case .cleanThenAdversarial(let attack, let threat), .adversarial(let attack, let threat):
      try attack.validate(taskCount: taskCount, norm: threat.norm)
    }
  }
}
