/// Fills an empty room with furniture that does not overlap.
struct Furnisher {
  var scene: Scene
  var random: RoomRandom
  /// Rectangles of the floor that are taken.
  private var floor: [Footprint] = []
  /// Rectangles of each wall that are taken.
  private var walls = [[Footprint]](repeating: [], count: Wall.allCases.count)

  /// An empty room of random size and colours.
  init(random: RoomRandom) {
    var random = random
    let extent = Vector(
      random.uniform(3.1...4.9), random.uniform(2.4...2.9), random.uniform(3.3...5.3))
    scene = Scene(extent: extent, materials: [])
    self.random = random
    addShellMaterials()
  }

  /// The furnished room.
  static func room(random: RoomRandom) -> Scene {
    var furnisher = Furnisher(random: random)
    furnisher.furnish()
    return furnisher.scene
  }

  /// Adds a material and returns its index.
  mutating func material(
    _ colour: Vector, _ accent: Vector? = nil, _ pattern: Material.Pattern = .plain,
    scale: Float = 0.3, emission: Float = 0, gloss: Float = 0
  ) -> Int {
    let seed = UInt32(random.uniform(0...16_000_000))
    scene.materials.append(
      Material(
        colour: colour, accent: accent ?? colour * 0.7, pattern: pattern, scale: scale,
        emission: emission, gloss: gloss, seed: seed))
    return scene.materials.count - 1
  }

  /// Puts a piece with its back to some wall, at a place that is free on the floor and at the wall.
  /// - Parameters:
  ///   - width: extent along the wall.
  ///   - depth: extent away from the wall.
  ///   - heights: part of the wall that the piece hides.
  ///   - standsOnFloor: false for what hangs at the wall.
  /// - Returns: whether a place was found.
  @discardableResult
  mutating func placeAtWall(
    _ piece: Furniture, width: Float, depth: Float, heights: ClosedRange<Float>,
    standsOnFloor: Bool = true, gap: Float = 0.01
  ) -> Bool {
    for _ in 0..<Self.attempts {
      let wall = random.pick(Wall.allCases)
      let room = scene.extent
      let length = wall.length(in: room)
      guard length > width + 0.1 else { continue }
      let along = random.uniform(width / 2 + 0.04...length - width / 2 - 0.04)
      let onWall = Footprint(
        low: SIMD2(along - width / 2, heights.lowerBound),
        high: SIMD2(along + width / 2, heights.upperBound))
      guard !walls[wall.rawValue].contains(where: onWall.overlaps) else { continue }
      let corners = [
        wall.position(along: along - width / 2, away: 0, in: room),
        wall.position(along: along + width / 2, away: depth, in: room),
      ]
      let onFloor = Self.rectangle(corners)
      guard !standsOnFloor || !floor.contains(where: onFloor.overlaps) else { continue }
      walls[wall.rawValue].append(onWall)
      if standsOnFloor {
        floor.append(onFloor)
        blockWalls(onFloor, height: heights.upperBound)
      }
      let position = wall.position(along: along, away: gap, in: room)
      let turn = wall.turn
      scene.place(
        piece, at: Vector(position.x, 0, position.y), sine: turn.sine, cosine: turn.cosine)
      return true
    }
    return false
  }

  /// Puts a piece on free floor, turned by a few degrees or, when `isUpright`, by none.
  /// - Parameters:
  ///   - width: extent along x; its middle is at x = 0.
  ///   - depth: extent along z, from z = 0.
  ///   - blocks: whether others may not stand there.
  @discardableResult
  mutating func placeOnFloor(
    _ piece: Furniture, width: Float, depth: Float, blocks: Bool = true, centred: Bool = false
  ) -> Bool {
    let room = scene.extent
    for _ in 0..<Self.attempts {
      let angle = SineCosine(degrees: random.uniform(-25...25))
      let isReversed = random.chance(0.5)
      let radius = (width * width + depth * depth).squareRoot() / 2
      let margin = min(radius + 0.05, min(room.x, room.z) / 2 - 0.01)
      let spread: Float = centred ? 0.5 : 1
      let middle = SIMD2(
        room.x / 2 + random.uniform(-1...1) * (room.x / 2 - margin) * spread,
        room.z / 2 + random.uniform(-1...1) * (room.z / 2 - margin) * spread)
      let footprint = Footprint(low: middle - radius * 0.9, high: middle + radius * 0.9)
      guard !blocks || !floor.contains(where: footprint.overlaps) else { continue }
      if blocks { floor.append(footprint) }
      let (sine, cosine) =
        isReversed ? (-angle.sine, -angle.cosine) : (angle.sine, angle.cosine)
      let start = SIMD2(sine, cosine) * (depth / 2)
      scene.place(
        piece, at: Vector(middle.x - start.x, 0, middle.y - start.y), sine: sine, cosine: cosine)
      return true
    }
    return false
  }

  /// Whether a point is free of furniture and away from the walls.
  static func isFree(_ point: Vector, in scene: Scene, margin: Float) -> Bool {
    let low = point - margin
    let high = scene.extent - margin - point
    guard low.min() >= 0, high.min() >= 0 else { return false }
    return !scene.objects.contains { object in
      let offset = object.local(point) - object.centre
      let distance = offset.replacing(with: -offset, where: offset .< 0) - object.half
      return distance.max() < margin
    }
  }

  /// A piece in a corner hides parts of two walls.
  private mutating func blockWalls(_ rectangle: Footprint, height: Float) {
    let room = scene.extent
    let (low, high) = (rectangle.low, rectangle.high)
    let sides: [(Wall, Float, Float, Float)] = [
      (.back, low.y, low.x, high.x), (.front, room.z - high.y, low.x, high.x),
      (.left, low.x, low.y, high.y), (.right, room.x - high.x, low.y, high.y),
    ]
    for (wall, distance, start, end) in sides where distance < 0.25 {
      walls[wall.rawValue].append(
        Footprint(low: SIMD2(start, 0), high: SIMD2(end, height)))
    }
  }

  private static func rectangle(_ corners: [SIMD2<Float>]) -> Footprint {
    let (a, b) = (corners[0], corners[1])
    return Footprint(
      low: a.replacing(with: b, where: b .< a), high: a.replacing(with: b, where: b .> a))
  }

  private mutating func addShellMaterials() {
    let tint = Vector(
      random.uniform(0.45...0.8), random.uniform(0.45...0.78), random.uniform(0.4...0.75))
    let wall = Texture.mix(tint, Vector(0.7, 0.68, 0.62), random.uniform(0.3...0.9))
    _ = material(wall)
    let accentPattern = random.pick([Material.Pattern.plain, .plain, .stripes, .dots])
    let accent = Texture.mix(wall, tint * tint, 0.6)
    _ = material(
      accentPattern == .plain ? accent : wall, accent, accentPattern,
      scale: random.uniform(0.1...0.3))
    switch random.index(below: 3) {
    case 0:
      _ = material(
        Vector(0.36, 0.2, 0.1) * random.uniform(0.6...1.3), Vector(0.55, 0.36, 0.2), .planks,
        scale: 0.14, gloss: 0.25)
    case 1:
      _ = material(
        Vector(repeating: random.uniform(0.3...0.65)), Vector(repeating: 0.2), .tiles,
        scale: random.uniform(0.3...0.5), gloss: 0.3)
    default:
      _ = material(
        tint * Vector(0.6, 0.5, 0.45), tint * Vector(0.35, 0.33, 0.35), .fabric)
    }
    _ = material(Vector(0.82, 0.82, 0.8))
  }

  private static let attempts = 24
}
