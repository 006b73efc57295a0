/// The extent of a batch of images in NHWC order: batch, height, width, channels.
public struct TensorShape: Hashable, Sendable {
  /// Number of images.
  public var batch: Int
  /// Rows of an image.
  public var height: Int
  /// Columns of an image.
  public var width: Int
  /// Values per pixel; they are adjacent in memory.
  public var channels: Int

  /// Creates a shape.
  /// - Precondition: no extent is negative.
  public init(batch: Int, height: Int, width: Int, channels: Int) {
    precondition(
      batch >= 0 && height >= 0 && width >= 0 && channels >= 0,
      "negative extent in \(batch)x\(height)x\(width)x\(channels)")
    self.batch = batch
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// Number of values of one image.
  public var imageElementCount: Int { height * width * channels }

  /// Number of values of the batch.
  public var elementCount: Int { batch * imageElementCount }

  /// Position of a value in memory.
  public func offset(image: Int, row: Int, column: Int, channel: Int) -> Int {
    ((image * height + row) * width + column) * channels + channel
  }
}

extension TensorShape: CustomStringConvertible {
  /// The extents in memory order, such as `1x321x321x3`.
  public var description: String { "\(batch)x\(height)x\(width)x\(channels)" }
}
