extension Scene {
  /// Nearest to a ray's origin that something can be met: keeps a surface from shading itself.
  static let nearest: Float = 1e-3

  /// The objects that some ray of a picture's row may meet: their bounding sphere touches the plane
  /// of the row's rays.
  func objects(inRow row: Int, of camera: Camera) -> [Int] {
    let line = camera.direction(row: Float(row), column: Float(camera.size.width) / 2)
    let normal = camera.right.cross(line).normalised
    return objects.indices.filter { index in
      let object = objects[index]
      let distance = (object.world(object.centre) - camera.position).dot(normal)
      // A thousandth more, so that rounding cuts nothing off.
      return distance * distance <= object.half.dot(object.half) * 1.001 + 1e-4
    }
  }

  /// What rays from inside the room meet first.
  /// - Parameter candidates: indices of the objects to try, in rising order.
  /// - Complexity: O(candidates), and O(bodies) of those whose bounding box a ray meets.
  func firstHit(_ rays: RayPacket, among candidates: [Int]) -> PacketHit {
    var hit = shellHit(rays)
    let primitives = primitives.span
    let objects = objects.span
    for index in candidates {
      let object = objects[index]
      let local = Self.localRays(rays, in: object)
      let bound = Self.interval(
        .box, local, centre: object.centre, half: object.half)
      let mayMeet =
        (bound.enter .<= bound.leave) .& (bound.enter .< hit.distance)
        .& (bound.leave .> 0)
      guard mayMeet.isAnySet else { continue }
      for number in object.primitives {
        let primitive = primitives[number]
        let crossing = Self.interval(
          primitive.shape, local, centre: primitive.centre, half: primitive.half)
        let isNearer =
          (crossing.enter .<= crossing.leave) .& (crossing.enter .> Self.nearest)
          .& (crossing.enter .< hit.distance)
        hit.distance.replace(with: crossing.enter, where: isNearer)
        hit.primitive.replace(with: Int32(truncatingIfNeeded: number), where: isNearer)
        hit.object.replace(with: Int32(truncatingIfNeeded: index), where: isNearer)
      }
    }
    return hit
  }

  /// 1 where the way of the rays over their whole length is free, 0 where an object is in between.
  func visibility(_ rays: RayPacket, ignoring lanes: SIMDMask<SIMD8<Int32>>) -> Lanes {
    var visible = Lanes(repeating: 1).replacing(with: 0, where: lanes)
    guard (visible .> 0).isAnySet else { return visible }
    let primitives = primitives.span
    let objects = objects.span
    for index in objects.indices {
      let object = objects[index]
      guard object.castsShadow else { continue }
      let local = Self.localRays(rays, in: object)
      let bound = Self.interval(
        .box, local, centre: object.centre, half: object.half)
      let mayMeet =
        (bound.enter .<= bound.leave) .& (bound.enter .< 1) .& (bound.leave .> 0)
        .& (visible .> 0)
      guard mayMeet.isAnySet else { continue }
      for number in object.primitives {
        let primitive = primitives[number]
        let crossing = Self.interval(
          primitive.shape, local, centre: primitive.centre, half: primitive.half)
        let isBlocked =
          (crossing.enter .<= crossing.leave) .& (crossing.enter .> Self.nearest)
          .& (crossing.enter .< 1)
        visible.replace(with: 0, where: isBlocked)
      }
      guard (visible .> 0).isAnySet else { break }
    }
    return visible
  }

  /// Where the rays leave the room; faces are numbered -x, +x, floor, ceiling, -z, +z.
  private func shellHit(_ rays: RayPacket) -> PacketHit {
    let x = Self.exit(rays.origin.x, rays.direction.x, extent: extent.x)
    let y = Self.exit(rays.origin.y, rays.direction.y, extent: extent.y)
    let z = Self.exit(rays.origin.z, rays.direction.z, extent: extent.z)
    var hit = PacketHit(distance: x)
    hit.primitive = SIMD8<Int32>(repeating: -1)
      .replacing(with: -2, where: rays.direction.x .> 0)
    let vertical = SIMD8<Int32>(repeating: -3).replacing(with: -4, where: rays.direction.y .> 0)
    hit.primitive.replace(with: vertical, where: y .< hit.distance)
    hit.distance = hit.distance.smaller(y)
    let forward = SIMD8<Int32>(repeating: -5).replacing(with: -6, where: rays.direction.z .> 0)
    hit.primitive.replace(with: forward, where: z .< hit.distance)
    hit.distance = hit.distance.smaller(z)
    return hit
  }

  private static func exit(_ origin: Lanes, _ direction: Lanes, extent: Float) -> Lanes {
    let direction = direction.nonZero
    let target = Lanes().replacing(with: extent, where: direction .> 0)
    return (target - origin) / direction
  }

  private static func localRays(_ rays: RayPacket, in object: SceneObject) -> RayPacket {
    let (c, s) = (object.cosine, object.sine)
    let x = rays.origin.x - object.position.x
    let z = rays.origin.z - object.position.z
    return RayPacket(
      origin: VectorLanes(x: c * x - s * z, y: rays.origin.y - object.position.y, z: s * x + c * z),
      direction: VectorLanes(
        x: c * rays.direction.x - s * rays.direction.z, y: rays.direction.y,
        z: s * rays.direction.x + c * rays.direction.z))
  }

  /// The part of each ray inside a convex body; it is outside when `enter` is not below `leave`.
  ///
  /// Space is scaled so that the body is the unit cube, cylinder or sphere.
  @inline(__always)
  private static func interval(
    _ shape: Primitive.Shape, _ rays: RayPacket, centre: Vector, half: Vector
  ) -> (enter: Lanes, leave: Lanes) {
    let scale = 1 / half
    let (px, dx) = ((rays.origin.x - centre.x) * scale.x, rays.direction.x * scale.x)
    let (py, dy) = ((rays.origin.y - centre.y) * scale.y, rays.direction.y * scale.y)
    let (pz, dz) = ((rays.origin.z - centre.z) * scale.z, rays.direction.z * scale.z)
    switch shape {
    case .box:
      let (x, y, z) = (slab(px, dx), slab(py, dy), slab(pz, dz))
      return (
        x.enter.larger(y.enter).larger(z.enter), x.leave.smaller(y.leave).smaller(z.leave)
      )
    case .cylinder:
      let round = quadric(dx * dx + dz * dz, px * dx + pz * dz, px * px + pz * pz - 1)
      let y = slab(py, dy)
      return (round.enter.larger(y.enter), round.leave.smaller(y.leave))
    case .ellipsoid:
      return quadric(
        dx * dx + dy * dy + dz * dz, px * dx + py * dy + pz * dz,
        px * px + py * py + pz * pz - 1)
    }
  }

  @inline(__always)
  private static func slab(_ position: Lanes, _ direction: Lanes) -> (enter: Lanes, leave: Lanes) {
    let inverse = 1 / direction.nonZero
    let (middle, reach) = (-position * inverse, inverse.magnitudes)
    return (middle - reach, middle + reach)
  }

  /// Where a t^2 + 2 b t + c is negative; nowhere when there are no roots.
  @inline(__always)
  private static func quadric(
    _ a: Lanes, _ b: Lanes, _ c: Lanes
  ) -> (enter: Lanes, leave: Lanes) {
    // A ray along a cylinder's axis has no a; it is inside for very long or never.
    let a = a.nonZero
    let discriminant = b * b - a * c
    let root = discriminant.roots
    let inverse = 1 / a
    let misses = discriminant .< 0
    return (
      ((-b - root) * inverse).replacing(with: 1e30, where: misses),
      ((-b + root) * inverse).replacing(with: -1e30, where: misses)
    )
  }
}
