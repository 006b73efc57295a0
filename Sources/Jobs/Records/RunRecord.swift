public import Attacks
public import Tasks

/// The result of one configuration on one image: what travels to rank zero, and what is kept.
public struct RunRecord: Hashable, Sendable {
  /// Which image and configuration.
  public let key: RecordKey
  /// The losses of the image as it was evaluated, for every task.
  public let losses: [TaskLoss]
  /// What the predictions come to, for every task.
  public let metrics: [MetricRecord]
  /// What the attack did; nil for the clean image.
  public let attack: AttackFigures?

  /// Creates a record.
  /// - Precondition: as many losses as metrics; figures exactly for attacks.
  public init(
    _ key: RecordKey, losses: [TaskLoss], metrics: [MetricRecord], attack: AttackFigures? = nil
  ) {
    precondition(losses.count == metrics.count, "\(losses.count) losses, \(metrics.count) metrics")
    precondition((attack == nil) == (key.configuration == RecordKey.clean), "figures of \(key)")
    self.key = key
    self.losses = losses
    self.metrics = metrics
    self.attack = attack
  }
}
