extension Camera {
  /// A camera in the room that sees something: the best of some candidates.
  ///
  /// It stands on free floor at eye height, looks roughly along the room, is held level but for some
  /// degrees, and has something at arm's length or further in front of it.
  static func place(in scene: Scene, size: RoomImageSize, style: RoomStyle, random: RoomRandom)
    -> Camera
  {
    var random = random
    let focalLength = relativeFocalLength(style, &random)
    var best: (camera: Camera, score: Float)?
    var count = 0
    for _ in 0..<attempts where count < candidates {
      let room = scene.extent
      let position = Vector(
        room.x * random.uniform(0.06...0.94), random.uniform(1.1...1.75),
        room.z * random.uniform(0.06...0.94))
      let target = Vector(
        room.x * random.uniform(0.2...0.8), 0, room.z * random.uniform(0.2...0.8))
      let away = target - position
      let distance = (away.x * away.x + away.z * away.z).squareRoot()
      let (pitch, roll) = (random.uniform(-24...2), random.uniform(-3...3))
      guard distance > 1, Furnisher.isFree(position, in: scene, margin: 0.25) else { continue }
      let camera = Camera(
        position: position,
        heading: SineCosine(sine: away.x / distance, cosine: away.z / distance),
        pitch: SineCosine(degrees: pitch), roll: SineCosine(degrees: roll),
        relativeFocalLength: focalLength, size: size)
      let score = camera.score(in: scene)
      count += 1
      if score > best?.score ?? -.infinity { best = (camera, score) }
    }
    if let best { return best.camera }
    // Below the ceiling and above all furniture there is always room.
    return Camera(
      position: scene.extent * Vector(0.5, 1, 0.5) - Vector(0, 0.25, 0),
      heading: SineCosine(degrees: 0), pitch: SineCosine(degrees: -25),
      roll: SineCosine(degrees: 0), relativeFocalLength: focalLength, size: size)
  }

  /// NYUv2 has one camera, the Kinect (focal length 519 pixels at 640); Taskonomy's fields of view
  /// vary.
  private static func relativeFocalLength(_ style: RoomStyle, _ random: inout RoomRandom) -> Float {
    switch style {
    case .nyuv2: 0.81
    case .taskonomy: random.uniform(0.62...1.05)
    }
  }

  /// Better the more kinds of things can be seen and the fewer pixels show what is near.
  private func score(in scene: Scene) -> Float {
    var seen: UInt64 = 0
    var near: Float = 0
    for row in 0..<Self.scoreRows {
      let line = (Float(row) + 0.5) * Float(size.height) / Float(Self.scoreRows)
      for half in 0..<2 {
        let step = Float(size.width) / 16
        let hit = scene.firstHit(
          rays(row: line, firstColumn: (Float(half * 8) + 0.5) * step, step: step),
          among: Array(scene.objects.indices))
        for lane in 0..<Lanes.scalarCount {
          if hit.object[lane] >= 0 {
            seen |= 1 << UInt64(scene.objects[Int(hit.object[lane])].kind.rawValue)
          }
          if hit.distance[lane] < Self.nearDistance { near += 1 }
        }
      }
    }
    return Float(seen.nonzeroBitCount) - 24 * near / Float(Self.scoreRows * 16)
  }

  private static let attempts = 160
  private static let candidates = 8
  private static let scoreRows = 12
  private static let nearDistance: Float = 0.9
}
