/// A sample that was left out because it cannot be read.
public struct SkippedSample: Hashable, Sendable {
  /// Name of the split.
  public let split: String
  /// Name of the image.
  public let image: String
  /// What is wrong with it.
  public let reason: String
}
