public import Attacks

/// What an attack did to an image, besides the metrics.
public struct AttackFigures: Hashable, Sendable {
  /// What the strategy maximises, at the adversarial image.
  public let objective: Double
  /// The mean relative change of the losses against the clean image.
  public let relativeChange: Double
  /// The restart that the result is from.
  public let restart: Int
  /// What is remarkable.
  public let flags: AttackFlags
  /// The largest change of a value, in pixel values.
  public let largestChange: Float
  /// The Euclidean norm of the change, in pixel values.
  public let euclideanChange: Double
  /// The points of the run, where they were asked for.
  public let steps: [StepRecord]

  /// Creates figures.
  public init(
    objective: Double, relativeChange: Double, restart: Int, flags: AttackFlags,
    largestChange: Float, euclideanChange: Double, steps: [StepRecord]
  ) {
    self.objective = objective
    self.relativeChange = relativeChange
    self.restart = restart
    self.flags = flags
    self.largestChange = largestChange
    self.euclideanChange = euclideanChange
    self.steps = steps
  }
}
