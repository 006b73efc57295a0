/// A piece of furniture in its own coordinates: x along the wall with 0 in the middle, y up from the
/// floor, z away from the wall.
struct Furniture {
  private(set) var parts: [(kind: ObjectKind, primitive: Primitive)] = []
  /// The kinds of the parts, in the order in which they came.
  private(set) var kinds: [ObjectKind] = []

  mutating func box(
    _ kind: ObjectKind, _ x: ClosedRange<Float>, _ y: ClosedRange<Float>, _ z: ClosedRange<Float>,
    _ material: Int
  ) {
    let low = Vector(x.lowerBound, y.lowerBound, z.lowerBound)
    let high = Vector(x.upperBound, y.upperBound, z.upperBound)
    add(kind, .box, (low + high) / 2, (high - low) / 2, material)
  }

  mutating func cylinder(
    _ kind: ObjectKind, x: Float, z: Float, _ y: ClosedRange<Float>, radius: Float, _ material: Int
  ) {
    let half = Vector(radius, (y.upperBound - y.lowerBound) / 2, radius)
    add(kind, .cylinder, Vector(x, y.lowerBound + half.y, z), half, material)
  }

  mutating func ellipsoid(_ kind: ObjectKind, _ centre: Vector, radii: Vector, _ material: Int) {
    add(kind, .ellipsoid, centre, radii, material)
  }

  /// Adds another piece, moved by `offset` and turned about by half a turn when `isReversed`.
  mutating func add(_ other: Furniture, at offset: Vector, isReversed: Bool = false) {
    let turn = isReversed ? Vector(-1, 1, -1) : Vector(1, 1, 1)
    for (kind, primitive) in other.parts {
      add(
        kind, primitive.shape, primitive.centre * turn + offset, primitive.half, primitive.material)
    }
  }

  /// Four legs under a rectangle.
  mutating func legs(
    _ kind: ObjectKind, _ x: ClosedRange<Float>, height: Float, _ z: ClosedRange<Float>,
    thickness: Float, _ material: Int
  ) {
    for left in [x.lowerBound, x.upperBound - thickness] {
      for back in [z.lowerBound, z.upperBound - thickness] {
        box(kind, left...left + thickness, 0...height, back...back + thickness, material)
      }
    }
  }

  private mutating func add(
    _ kind: ObjectKind, _ shape: Primitive.Shape, _ centre: Vector, _ half: Vector, _ material: Int
  ) {
    if !kinds.contains(kind) { kinds.append(kind) }
    parts.append(
      (kind, Primitive(shape: shape, centre: centre, half: half, material: material)))
  }
}
