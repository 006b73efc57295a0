/// Where a ray met a surface.
struct SurfacePoint {
  var position: Vector
  /// Unit vector towards the side from which the ray came.
  var normal: Vector
  var kind: ObjectKind
  var material: Int
  /// Coordinates on the surface, in metres.
  var texture: SIMD2<Float>
}

extension Scene {
  /// The surface at a point that was met.
  /// - Parameters:
  ///   - object: as `PacketHit` has it.
  ///   - primitive: as `PacketHit` has it.
  func surface(at position: Vector, object: Int32, primitive: Int32) -> SurfacePoint {
    guard object >= 0 else { return shell(at: position, face: Int(-1 - primitive)) }
    let object = objects[Int(object)]
    let primitive = primitives[Int(primitive)]
    let local = object.local(position) - primitive.centre
    let unit = local / primitive.half
    let normal: Vector
    var texture: SIMD2<Float>
    switch primitive.shape {
    case .box:
      let size = unit.replacing(with: -unit, where: unit .< 0)
      if size.x >= size.y && size.x >= size.z {
        normal = Vector(unit.x < 0 ? -1 : 1, 0, 0)
        texture = SIMD2(local.z, local.y)
      } else if size.y >= size.z {
        normal = Vector(0, unit.y < 0 ? -1 : 1, 0)
        texture = SIMD2(local.x, local.z)
      } else {
        normal = Vector(0, 0, unit.z < 0 ? -1 : 1)
        texture = SIMD2(local.x, local.y)
      }
    case .cylinder:
      let radial = unit.x * unit.x + unit.z * unit.z
      if unit.y * unit.y > radial {
        normal = Vector(0, unit.y < 0 ? -1 : 1, 0)
        texture = SIMD2(local.x, local.z)
      } else {
        normal = Vector(unit.x / primitive.half.x, 0, unit.z / primitive.half.z).normalised
        texture = SIMD2(local.x - local.z, local.y)
      }
    case .ellipsoid:
      normal = (unit / primitive.half).normalised
      texture = SIMD2(local.x, local.y + local.z)
    }
    // Textures start in a corner, so that a picture fills its frame.
    texture += SIMD2(primitive.half.x, primitive.half.y)
    return SurfacePoint(
      position: position, normal: object.worldDirection(normal), kind: object.kind,
      material: primitive.material, texture: texture)
  }

  private func shell(at position: Vector, face: Int) -> SurfacePoint {
    let (x, y, z) = (position.x, position.y, position.z)
    return switch face {
    case 0:
      SurfacePoint(
        position: position, normal: Vector(1, 0, 0), kind: .wall,
        material: Self.accentWallMaterial, texture: SIMD2(z, y))
    case 1:
      SurfacePoint(
        position: position, normal: Vector(-1, 0, 0), kind: .wall, material: Self.wallMaterial,
        texture: SIMD2(z, y))
    case 2:
      SurfacePoint(
        position: position, normal: Vector(0, 1, 0), kind: .floor, material: Self.floorMaterial,
        texture: SIMD2(x, z))
    case 3:
      SurfacePoint(
        position: position, normal: Vector(0, -1, 0), kind: .ceiling,
        material: Self.ceilingMaterial, texture: SIMD2(x, z))
    case 4:
      SurfacePoint(
        position: position, normal: Vector(0, 0, 1), kind: .wall, material: Self.wallMaterial,
        texture: SIMD2(x, y))
    default:
      SurfacePoint(
        position: position, normal: Vector(0, 0, -1), kind: .wall, material: Self.wallMaterial,
        texture: SIMD2(x, y))
    }
  }
}
