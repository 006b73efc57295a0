import Testing

@testable import Rooms

struct GeometryTests {
  private let size = Fixture.sized(60, 80)

  /// Where points of one plane are next to each other, the cross product of their differences is
  /// the plane's normal.
  @Test func normalsAgreeWithTheDepth() {
    var compared = 0
    for index in 0..<3 {
      let (_, camera, image) = Room.geometry(
        seed: 11, index: UInt64(index), size: size, style: .nyuv2)
      for row in 0..<size.height - 1 {
        for column in 0..<size.width - 1 {
          let pixel = row * size.width + column
          let (right, below) = (pixel + 1, pixel + size.width)
          let normal = image.normals[pixel]
          // One surface: same kind and normal at the neighbours, depth about as near.
          guard image.normals[right] == normal, image.normals[below] == normal,
            image.kinds[right] == image.kinds[pixel], image.kinds[below] == image.kinds[pixel],
            image.kinds[pixel] == .floor || image.kinds[pixel] == .wall
          else { continue }
          let point = Self.point(row, column, image.depth[pixel], camera)
          let across = Self.point(row, column + 1, image.depth[right], camera) - point
          let down = Self.point(row + 1, column, image.depth[below], camera) - point
          // Right x down points away from the camera; the label's last axis points to it.
          let outward = across.cross(down).normalised
          let agreement = -outward.x * normal.x - outward.y * normal.y + outward.z * normal.z
          #expect(agreement > 0.999, "room \(index), row \(row), column \(column)")
          compared += 1
        }
      }
    }
    #expect(compared > 3 * size.pixelCount / 3)
  }

  /// In the camera's frame: right, down, forward.
  private static func point(_ row: Int, _ column: Int, _ depth: Float, _ camera: Camera) -> Vector {
    Vector(
      (Float(column) + 0.5 - Float(camera.size.width) / 2) / camera.focalLength * depth,
      (Float(row) + 0.5 - Float(camera.size.height) / 2) / camera.focalLength * depth, depth)
  }

  @Test func normalsHaveLengthOneAndFaceTheCamera() {
    let (_, camera, image) = Room.geometry(seed: 4, index: 1, size: size, style: .taskonomy)
    for pixel in 0..<size.pixelCount {
      let normal = image.normals[pixel]
      #expect(abs(normal.dot(normal) - 1) < 1e-4)
      let ray = Self.point(pixel / size.width, pixel % size.width, 1, camera)
      #expect(normal.x * ray.x + normal.y * ray.y - normal.z * ray.z < 1e-3)
    }
  }

  /// A point at the depth along its ray is in the room, and nothing is before it.
  @Test func depthsEndOnSurfaces() {
    let (scene, camera, image) = Room.geometry(seed: 4, index: 2, size: size, style: .nyuv2)
    for row in stride(from: 0, to: size.height, by: 3) {
      for column in stride(from: 0, to: size.width, by: 3) {
        let pixel = row * size.width + column
        let depth = image.depth[pixel]
        #expect(depth > 0.05)
        let ray = camera.direction(row: Float(row), column: Float(column))
        let end = camera.position + ray * depth
        #expect(end.min() > -1e-3)
        #expect((scene.extent - end).min() > -1e-3)
        let before = RayPacket(
          origin: VectorLanes(camera.position), direction: VectorLanes(ray * (depth * 0.99)))
        let visible = scene.visibility(before, ignoring: Lanes() .> 1)
        #expect(visible[0] == 1)
      }
    }
  }

  @Test func theCameraStandsFreeInTheRoom() {
    for index in 0..<10 {
      let random = RoomRandom(seed: 9, index: UInt64(index), stream: .plan)
      let scene = Furnisher.room(random: random)
      let camera = Camera.place(
        in: scene, size: size, style: .nyuv2,
        random: RoomRandom(seed: 9, index: UInt64(index), stream: .camera))
      #expect(Furnisher.isFree(camera.position, in: scene, margin: 0.2))
      // Axes of a frame, held about level.
      #expect(abs(camera.right.dot(camera.down)) < 1e-5)
      #expect(abs(camera.right.dot(camera.forward)) < 1e-5)
      #expect(abs(camera.down.dot(camera.down) - 1) < 1e-4)
      #expect(camera.down.y < -0.85)
      #expect(abs(camera.right.y) < 0.06)
    }
  }

  @Test func lightsThrowShadows() {
    var shaded = 0
    for index in 0..<4 {
      let (scene, _, image) = Room.geometry(
        seed: 2, index: UInt64(index), size: size, style: .nyuv2)
      #expect(scene.lights.count >= 2)
      let lit = image.kinds.indices.filter { image.kinds[$0] == .floor }.map { image.lit[$0] }
      if lit.contains(where: { $0 > 0.99 }), lit.contains(where: { $0 < 0.7 }) { shaded += 1 }
    }
    #expect(shaded >= 2)
  }

  @Test func aBodyBetweenPointAndLightCastsAShadow() {
    var piece = Furniture()
    piece.box(.box, -0.5...0.5, 0...0.5, -0.5...0.5, 0)
    piece.ellipsoid(.vase, Vector(0, 0.8, 0), radii: Vector(repeating: 0.2), 0)
    piece.cylinder(.bottle, x: 1, z: 0, 0...1, radius: 0.1, 0)
    var scene = Scene(extent: Vector(4, 3, 4), materials: [])
    scene.place(piece, at: Vector(2, 0, 2), sine: 0, cosine: 1)
    var rays = RayPacket(
      origin: VectorLanes(Vector(2, 2, 2)), direction: VectorLanes(Vector(0, -1.9, 0)))
    rays.origin[1] = Vector(2.7, 2, 2)
    rays.origin[2] = Vector(3.05, 2, 2)
    rays.direction[3] = Vector(0, -0.9, 0)
    rays.origin[4] = Vector(3.4, 0.25, 2)
    rays.direction[4] = Vector(-3, 0, 0)
    let visible = scene.visibility(rays, ignoring: Lanes() .> 1)
    #expect((0..<5).map { visible[$0] } == [0, 1, 0, 1, 0])
    let hit = scene.firstHit(rays, among: Array(scene.objects.indices))
    #expect(abs(hit.distance[0] * 1.9 - 1) < 1e-4)
    #expect(abs(hit.distance[2] * 1.9 - 1) < 1e-4)
    #expect(abs(hit.distance[4] * 3 - 0.3) < 1e-4)
    #expect(scene.objects[Int(hit.object[0])].kind == .vase)
    #expect(hit.object[1] == -1)
  }

  @Test func sineAndCosineAreThoseOfTheCircle() {
    let root = Float(0.5).squareRoot()
    for (degrees, sine, cosine): (Float, Float, Float) in [
      (0, 0, 1), (30, 0.5, Float(0.75).squareRoot()), (45, root, root), (90, 1, 0), (180, 0, -1),
      (270, -1, 0), (-60, -Float(0.75).squareRoot(), 0.5), (405, root, root),
    ] {
      let angle = SineCosine(degrees: degrees)
      #expect(abs(angle.sine - sine) < 1e-6)
      #expect(abs(angle.cosine - cosine) < 1e-6)
    }
  }
}
