/// A furnished room: a box seen from the inside with objects in it.
struct Scene {
  /// Width, height and depth; one corner of the floor is at the origin.
  var extent: Vector
  var objects: [SceneObject] = []
  var primitives: [Primitive] = []
  /// The first ones are those of the shell.
  var materials: [Material]
  var lights: [Light] = []

  /// Indices of the shell's materials.
  static let wallMaterial = 0
  static let accentWallMaterial = 1
  static let floorMaterial = 2
  static let ceilingMaterial = 3

  /// Adds a piece of furniture with its origin at `position`, one object per kind in it.
  mutating func place(_ piece: Furniture, at position: Vector, sine: Float, cosine: Float) {
    for kind in piece.kinds {
      let first = primitives.count
      var low = Vector(repeating: .infinity)
      var high = Vector(repeating: -.infinity)
      for (owner, primitive) in piece.parts where owner == kind {
        primitives.append(primitive)
        let (start, end) = (primitive.centre - primitive.half, primitive.centre + primitive.half)
        low.replace(with: start, where: start .< low)
        high.replace(with: end, where: end .> high)
      }
      objects.append(
        SceneObject(
          kind: kind, position: position, sine: sine, cosine: cosine,
          primitives: first..<primitives.count, centre: (low + high) / 2, half: (high - low) / 2,
          castsShadow: kind != .lamp && kind != .window))
    }
  }
}
