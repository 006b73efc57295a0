/// An image or a label map: rows from the top, pixels from the left, channels adjacent.
public struct Raster<Element: BitwiseCopyable & Sendable>: Sendable {
  /// Number of rows.
  public let height: Int
  /// Number of columns.
  public let width: Int
  /// Values of a pixel.
  public let channels: Int
  /// All values, row by row.
  public var values: [Element]

  /// Wraps values.
  /// - Precondition: there are height x width x channels of them.
  public init(height: Int, width: Int, channels: Int, values: [Element]) {
    precondition(
      values.count == height * width * channels,
      "\(values.count) values for \(height)x\(width)x\(channels)")
    self.height = height
    self.width = width
    self.channels = channels
    self.values = values
  }

  /// Height, width and channels in words, such as `480x640x3`.
  public var extents: String { "\(height)x\(width)x\(channels)" }
}

extension Raster: Equatable where Element: Equatable {}
