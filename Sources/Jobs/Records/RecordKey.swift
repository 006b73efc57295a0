/// Which result a record is: of one image, under one configuration.
public struct RecordKey: Hashable, Comparable, Sendable {
  /// Number of the image among those of the job, from 0.
  public let image: Int
  /// 0 for the clean image, otherwise the number of the job's attack, from 1.
  public let configuration: Int

  /// Creates a key.
  public init(image: Int, configuration: Int) {
    self.image = image
    self.configuration = configuration
  }

  /// The configuration that is no attack.
  public static let clean = 0

  /// By image, then by configuration.
  public static func < (left: RecordKey, right: RecordKey) -> Bool {
    (left.image, left.configuration) < (right.image, right.configuration)
  }
}
