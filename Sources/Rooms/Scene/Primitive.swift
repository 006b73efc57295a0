/// A convex body in its object's coordinates.
struct Primitive {
  enum Shape {
    case box
    /// Upright, with an elliptic base.
    case cylinder
    case ellipsoid
  }

  var shape: Shape
  var centre: Vector
  /// Half the extents.
  var half: Vector
  /// Index of the scene's materials.
  var material: Int
}
