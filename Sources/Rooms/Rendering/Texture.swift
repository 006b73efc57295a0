/// Procedural textures: colours as functions of two coordinates.
enum Texture {
  /// The colour of a material at a point of its surface, linear light.
  /// - Complexity: O(1), up to three values of noise.
  static func colour(_ material: Material, at point: SIMD2<Float>) -> Vector {
    let (seed, scale) = (material.seed, material.scale)
    let cell = point / scale
    let (column, row) = (floor(cell.x), floor(cell.y))
    let inside = SIMD2(cell.x - Float(column), cell.y - Float(row))
    let (base, accent) = (material.colour, material.accent)
    switch material.pattern {
    case .plain:
      return base * (0.94 + 0.12 * noise(point * 9, seed))
    case .wood:
      return mix(base, accent, grain(point / scale, seed))
    case .planks:
      let tone = cellHash(column, 0, seed)
      let seam: Float = inside.x < 0.03 ? 0.55 : 1
      let grain = grain(SIMD2(point.x + tone * 7, point.y) / scale, seed)
      return mix(base, accent, 0.55 * tone + 0.45 * grain) * seam
    case .tiles:
      let isJoint = inside.x < 0.04 || inside.y < 0.04
      return isJoint ? accent : base * (0.88 + 0.2 * cellHash(column, row, seed))
    case .stripes:
      return inside.x < 0.5 ? base : accent
    case .checks:
      return (column & 1) == (row & 1) ? base : accent
    case .fabric:
      return mix(base, accent, 0.5 * noise(point * 70, seed) + 0.5 * noise(point * 11, seed))
    case .dots:
      let offset = inside - 0.5
      return (offset * offset).sum() < 0.06 ? accent : base
    case .spines:
      return spine(row: row, inside, at: point, material)
    case .painting:
      return painting(point, material)
    case .outdoors:
      return outdoors(point, material)
    case .screen:
      return mix(base, accent, noise(point * 3, seed))
    case .sheen:
      return mix(base, accent, noise(SIMD2(point.x + point.y, point.x - point.y) * 1.5, seed))
    case .writing:
      let isLine =
        inside.y > 0.35 && inside.y < 0.6
        && noise(point * 60, seed &+ UInt32(truncatingIfNeeded: row)) > 0.45
      return isLine ? accent : base
    case .leaves:
      return mix(base, accent, noise(point * 30, seed)) * (0.5 + noise(point * 80, seed))
    case .slats:
      return base * (inside.y < 0.15 ? 0.45 : 0.8 + 0.25 * inside.y)
    }
  }

  /// Smooth noise in 0...1: hashed values at whole numbers, blended in between.
  static func noise(_ point: SIMD2<Float>, _ seed: UInt32) -> Float {
    let (column, row) = (floor(point.x), floor(point.y))
    let inside = SIMD2(point.x - Float(column), point.y - Float(row))
    let blend = inside * inside * (3 - 2 * inside)
    let top =
      cellHash(column, row, seed) * (1 - blend.x) + cellHash(column + 1, row, seed) * blend.x
    let bottom =
      cellHash(column, row + 1, seed) * (1 - blend.x)
      + cellHash(column + 1, row + 1, seed) * blend.x
    return top * (1 - blend.y) + bottom * blend.y
  }

  private static func grain(_ point: SIMD2<Float>, _ seed: UInt32) -> Float {
    let rings = point.x * 9 + 3 * noise(SIMD2(point.x * 2, point.y * 0.4), seed)
    let phase = rings - Float(floor(rings))
    let wave = 4 * phase * (1 - phase)
    return 0.6 * wave + 0.4 * noise(SIMD2(point.x * 60, point.y * 3), seed)
  }

  /// Backs of books: each as wide as its number says.
  private static func spine(
    row: Int32, _ inside: SIMD2<Float>, at point: SIMD2<Float>, _ material: Material
  ) -> Vector {
    let width: Float = 0.035
    let book = floor(point.x / width)
    let across = point.x / width - Float(book)
    let hue = cellHash(book, row, material.seed)
    let light = cellHash(book, row &+ 77, material.seed)
    let colour = Vector(
      0.08 + 0.6 * hue * light, 0.08 + 0.4 * (1 - hue) * light, 0.1 + 0.5 * hue * (1 - hue))
    let isTitle = inside.y > 0.55 && inside.y < 0.7 && light > 0.4
    return (isTitle ? material.accent : colour) * (across < 0.12 ? 0.3 : 1)
  }

  private static func painting(_ point: SIMD2<Float>, _ material: Material) -> Vector {
    let low = noise(point * 3.5, material.seed)
    let high = noise(point * 9 + 40, material.seed)
    let third = noise(point * 6 - 90, material.seed)
    var colour = mix(material.colour, material.accent, low > 0.5 ? 1 : 0)
    if high > 0.62 { colour = Vector(1, 1, 1) - colour }
    return mix(colour, Vector(third, low, 1 - high), 0.35)
  }

  /// A view through a window: sky above hills, with bars in front.
  private static func outdoors(_ point: SIMD2<Float>, _ material: Material) -> Vector {
    let inside = point.y - Float(floor(point.y / material.scale)) * material.scale
    let across = point.x - Float(floor(point.x / material.scale)) * material.scale
    if inside < 0.035 || across < 0.035 { return Vector(0.55, 0.55, 0.53) }
    let horizon = 0.35 + 0.35 * noise(SIMD2(point.x * 2.5, 0), material.seed)
    return point.y < horizon
      ? material.accent * (0.4 + 0.8 * noise(point * 25, material.seed))
      : mix(Vector(0.95, 0.97, 1), material.colour, noise(point * 2, material.seed))
  }

  static func mix(_ first: Vector, _ second: Vector, _ share: Float) -> Vector {
    first + (second - first) * share
  }

  private static func floor(_ value: Float) -> Int32 {
    let truncated = Int32(value)
    return Float(truncated) > value ? truncated - 1 : truncated
  }

  private static func cellHash(_ column: Int32, _ row: Int32, _ seed: UInt32) -> Float {
    var h = UInt32(bitPattern: column) &* 0x8DA6_B343 ^ UInt32(bitPattern: row) &* 0xD816_3841
    h = (h ^ seed) &* 0xCB1A_B31F
    h = (h ^ (h >> 15)) &* 0x2C1B_3C6D
    h ^= h >> 13
    return Float(h >> 8) * 0x1p-24
  }
}
