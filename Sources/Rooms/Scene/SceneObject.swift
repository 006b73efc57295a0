/// Bodies of one kind that were placed together: turned about the vertical axis, then moved.
struct SceneObject {
  var kind: ObjectKind
  var position: Vector
  /// Sine and cosine of the turn: local (x, z) is at world (cos x + sin z, cos z - sin x).
  var sine: Float
  var cosine: Float
  /// The object's bodies in `Scene.primitives`.
  var primitives: Range<Int>
  /// Bounding box in local coordinates.
  var centre: Vector
  var half: Vector
  /// Lamps and what hangs around them let their light through.
  var castsShadow: Bool

  func local(_ point: Vector) -> Vector { localDirection(point - position) }

  func localDirection(_ direction: Vector) -> Vector {
    Vector(
      cosine * direction.x - sine * direction.z, direction.y,
      sine * direction.x + cosine * direction.z)
  }

  func world(_ point: Vector) -> Vector { position + worldDirection(point) }

  func worldDirection(_ direction: Vector) -> Vector {
    Vector(
      cosine * direction.x + sine * direction.z, direction.y,
      cosine * direction.z - sine * direction.x)
  }
}
