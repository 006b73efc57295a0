/// A rectangle: of the floor seen from above, or of a wall seen from the front.
struct Footprint {
  var low: SIMD2<Float>
  var high: SIMD2<Float>

  func overlaps(_ other: Footprint) -> Bool {
    low.x < other.high.x && other.low.x < high.x && low.y < other.high.y && other.low.y < high.y
  }
}

/// A wall with the direction that furniture at it faces.
enum Wall: Int, CaseIterable {
  case back, left, front, right

  /// Turn of furniture that stands with its back to the wall.
  var turn: (sine: Float, cosine: Float) {
    switch self {
    case .back: (0, 1)
    case .left: (1, 0)
    case .front: (0, -1)
    case .right: (-1, 0)
    }
  }

  func length(in room: Vector) -> Float { self == .back || self == .front ? room.x : room.z }

  /// The world position `along` the wall from its left end, seen from the room, and `away` from it.
  func position(along: Float, away: Float, in room: Vector) -> SIMD2<Float> {
    switch self {
    case .back: SIMD2(along, away)
    case .left: SIMD2(away, along)
    case .front: SIMD2(along, room.z - away)
    case .right: SIMD2(room.x - away, along)
    }
  }
}
