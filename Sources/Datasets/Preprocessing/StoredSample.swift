public import Tasks

/// An image with its labels as a data set stores them.
public struct StoredSample: Sendable {
  /// The image's name, unique in its split.
  public var name: String
  /// The image, RGB.
  public var image: Raster<UInt8>
  /// The labels, as many pixels as the image has, in the data set's dialect; normals as RGB.
  public var labels: [DenseTask: StoredLabelValues]

  /// Creates a sample.
  public init(name: String, image: Raster<UInt8>, labels: [DenseTask: StoredLabelValues]) {
    self.name = name
    self.image = image
    self.labels = labels
  }
}
