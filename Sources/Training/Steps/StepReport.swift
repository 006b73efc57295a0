/// What a step did.
public struct StepReport: Hashable, Sendable {
  /// The images that it saw.
  public enum Kind: String, Hashable, Sendable {
    /// As they came.
    case clean
    /// After an attack.
    case adversarial
  }

  /// The images that it saw.
  public let kind: Kind
  /// The tasks' losses before the step, pooled over the global batch.
  public let losses: [Double]
  /// The factors of their gradients.
  public let weights: [Double]
  /// What was minimised.
  public let objective: Double
  /// The rate of the step.
  public let learningRate: Double
  /// The norm of the gradient before it was limited; nil where no limit was asked for.
  public let gradientNorm: Double?
}
