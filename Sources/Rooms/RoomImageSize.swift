/// The size of a room's picture and of its label maps.
public struct RoomImageSize: Hashable, Sendable {
  /// Extents that a picture may have, in pixels.
  public static let extents = 16...4096

  /// Number of rows.
  public let height: Int
  /// Number of columns.
  public let width: Int

  /// Creates a size.
  /// - Throws: `RoomError.extent` when one is outside `extents`.
  public init(height: Int, width: Int) throws(RoomError) {
    guard Self.extents.contains(height) else { throw .extent("height", found: height) }
    guard Self.extents.contains(width) else { throw .extent("width", found: width) }
    self.height = height
    self.width = width
  }

  /// Number of pixels.
  public var pixelCount: Int { height * width }
}
