/// One point of an attack on one image, as the attack saw it.
public struct StepRecord: Hashable, Sendable {
  /// The losses at the point.
  public let losses: [TaskLoss]
  /// What the strategy maximises, at the point.
  public let objective: Double
  /// The size of the step that leaves the point; for the last point, of the one that would.
  public let stepSize: Float

  /// Creates a record.
  public init(losses: [TaskLoss], objective: Double, stepSize: Float) {
    self.losses = losses
    self.objective = objective
    self.stepSize = stepSize
  }
}
