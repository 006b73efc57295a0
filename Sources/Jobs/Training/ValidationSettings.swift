/// Measurements of the clean images in the course of a training.
public struct ValidationSettings: Hashable, Sendable {
  /// Iterations between two of them.
  public var interval: Int
  /// The split.
  public var split: String
  /// Number of images, from the first on; all when nil.
  public var limit: Int?
  /// Rows that images are brought to.
  public var height: Int
  /// Columns that images are brought to.
  public var width: Int

  /// Creates settings.
  public init(interval: Int, split: String = "test", limit: Int? = nil, height: Int, width: Int) {
    self.interval = interval
    self.split = split
    self.limit = limit
    self.height = height
    self.width = width
  }
}
