/// Where a run is in its data.
public struct TrainingPosition: Hashable, Sendable, Codable {
  /// Epochs done.
  public var epoch: Int
  /// Samples of this epoch that were used, by all ranks.
  public var sample: Int

  /// Creates a position.
  public init(epoch: Int = 0, sample: Int = 0) {
    self.epoch = epoch
    self.sample = sample
  }
}
