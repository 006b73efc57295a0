/// A point, a direction or a colour.
///
/// World coordinates are metres: x and z along the floor, y up, the origin in a corner of the floor.
typealias Vector = SIMD3<Float>

extension SIMD3<Float> {
  func dot(_ other: Self) -> Float { x * other.x + y * other.y + z * other.z }

  func cross(_ other: Self) -> Self {
    Self(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
  }

  var normalised: Self { self / dot(self).squareRoot() }
}
