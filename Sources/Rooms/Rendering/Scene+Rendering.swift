extension Scene {
  /// Casts a ray through every pixel.
  /// - Complexity: O(pixels x objects), about four rays a pixel.
  func render(_ camera: Camera) -> GeometryImage {
    var image = GeometryImage(camera.size)
    for row in 0..<camera.size.height {
      let candidates = objects(inRow: row, of: camera)
      for column in stride(from: 0, to: camera.size.width, by: Lanes.scalarCount) {
        let rays = camera.rays(row: Float(row), firstColumn: Float(column))
        let hit = firstHit(rays, among: candidates)
        let count = min(Lanes.scalarCount, camera.size.width - column)
        shade(rays, hit, camera, into: &image, at: row * camera.size.width + column, count: count)
      }
    }
    return image
  }

  /// Fills in up to eight pixels.
  private func shade(
    _ rays: RayPacket, _ hit: PacketHit, _ camera: Camera, into image: inout GeometryImage,
    at start: Int, count: Int
  ) {
    var points = VectorLanes(
      x: rays.origin.x + rays.direction.x * hit.distance,
      y: rays.origin.y + rays.direction.y * hit.distance,
      z: rays.origin.z + rays.direction.z * hit.distance)
    var normals = VectorLanes(Vector())
    var albedo = VectorLanes(Vector())
    var emission = Lanes()
    var gloss = Lanes()
    for lane in 0..<Lanes.scalarCount {
      let surface = surface(
        at: points[lane], object: hit.object[lane], primitive: hit.primitive[lane])
      let material = materials[surface.material]
      normals[lane] = surface.normal
      albedo[lane] = Texture.colour(material, at: surface.texture)
      emission[lane] = material.emission
      gloss[lane] = material.gloss
      guard lane < count else { continue }
      image.depth[start + lane] = hit.distance[lane]
      image.normals[start + lane] = camera.labelFrame(surface.normal)
      image.kinds[start + lane] = surface.kind
    }
    // Off the surface by as much as rounding could have put the point behind it.
    points.x += normals.x * Self.offset
    points.y += normals.y * Self.offset
    points.z += normals.z * Self.offset
    let light = illumination(points, normals, rays.direction, gloss)
    let own = ambient(points, normals) + emission
    for lane in 0..<count {
      let colour = albedo[lane]
      image.colour[start + lane] =
        colour * (light.diffuse[lane] + Vector(repeating: own[lane])) + light.specular[lane]
      image.lit[start + lane] = light.visible[lane]
    }
  }

  /// Light that arrives at points from the lamps and windows.
  private func illumination(
    _ points: VectorLanes, _ normals: VectorLanes, _ view: VectorLanes, _ gloss: Lanes
  ) -> (diffuse: VectorLanes, specular: VectorLanes, visible: Lanes) {
    var diffuse = VectorLanes(Vector())
    var specular = VectorLanes(Vector())
    var visible = Lanes()
    let viewLength = (view.x * view.x + view.y * view.y + view.z * view.z).roots
    let along = (view.x * normals.x + view.y * normals.y + view.z * normals.z) / viewLength
    for light in lights {
      let to = VectorLanes(
        x: light.position.x - points.x, y: light.position.y - points.y,
        z: light.position.z - points.z)
      let square = to.x * to.x + to.y * to.y + to.z * to.z + 0.02
      let inverse = 1 / square.roots
      let cosine = (to.x * normals.x + to.y * normals.y + to.z * normals.z) * inverse
      let isBehind = cosine .<= 0
      let reaches = visibility(RayPacket(origin: points, direction: to), ignoring: isBehind)
      visible += reaches / Float(lights.count)
      let strength = cosine.larger(Lanes()) * reaches / (square + 0.6)
      // The mirrored view ray against the direction to the light (Phong), to the 16th power.
      let onView = (to.x * view.x + to.y * view.y + to.z * view.z) * inverse / viewLength
      var highlight = (onView - 2 * along * cosine).larger(Lanes())
      for _ in 0..<4 { highlight *= highlight }
      let shine = highlight * reaches * gloss * 0.35 / (square + 0.6)
      diffuse.x += strength * light.colour.x
      diffuse.y += strength * light.colour.y
      diffuse.z += strength * light.colour.z
      specular.x += shine * light.colour.x
      specular.y += shine * light.colour.y
      specular.z += shine * light.colour.z
    }
    return (diffuse, specular, visible)
  }

  /// Light from everywhere: less in the room's edges, more from above.
  private func ambient(_ points: VectorLanes, _ normals: VectorLanes) -> Lanes {
    func openness(_ position: Lanes, _ extent: Float) -> Lanes {
      let distance = position.smaller(extent - position).larger(Lanes())
      // A surface is at distance 0 of itself: three planes, of which one counts little.
      return 1 - 0.3 / (1 + distance * 5)
    }
    let open =
      openness(points.x, extent.x) * openness(points.y, extent.y)
      * openness(points.z, extent.z)
    return Self.ambientLight * open * (0.85 + 0.15 * normals.y)
  }

  private static let offset: Float = 2e-3
  private static let ambientLight: Float = 0.14
}
