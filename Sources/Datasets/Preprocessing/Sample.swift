public import Tasks

/// An image with its labels as a network and its losses take them.
public struct Sample: Sendable {
  /// The image's name, unique in its split.
  public let name: String
  /// Rows.
  public let height: Int
  /// Columns.
  public let width: Int
  /// The network's input, HWC: blue, green, red minus `ImageMean.bgr`.
  public let input: [Float]
  /// The labels in the order of the conventions asked for, each of one image.
  public let labels: [TaskLabel]
}
