/// A request for a room that can't be rendered.
public enum RoomError: Error, Hashable, CustomStringConvertible {
  /// An extent of the picture is outside `RoomImageSize.extents`.
  case extent(String, found: Int)

  /// What was expected and what was found.
  public var description: String {
    switch self {
    case .extent(let name, let found):
      let extents = RoomImageSize.extents
      return "a room's \(name) in pixels: expected \(extents.lowerBound) to \(extents.upperBound), "
        + "found \(found)"
    }
  }
}
