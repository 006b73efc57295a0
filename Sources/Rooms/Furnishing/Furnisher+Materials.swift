extension Furnisher {
  mutating func timber() -> Int {
    let tone = random.uniform(0.35...1.2)
    return material(
      Vector(0.42, 0.24, 0.11) * tone, Vector(0.6, 0.4, 0.22) * tone, .wood,
      scale: random.uniform(0.25...0.6), gloss: 0.15)
  }

  mutating func lacquer() -> Int {
    random.chance(0.5)
      ? material(Vector(repeating: random.uniform(0.5...0.85)), gloss: 0.3)
      : material(vivid() * 0.8 + 0.1, gloss: 0.3)
  }

  mutating func cloth() -> Int {
    let colour = vivid()
    return switch random.index(below: 4) {
    case 0: material(colour, colour * 0.4 + 0.4, .stripes, scale: random.uniform(0.06...0.2))
    case 1: material(colour, colour * 0.5 + 0.1, .checks, scale: random.uniform(0.05...0.15))
    case 2: material(colour, Vector(0.85, 0.83, 0.8), .dots, scale: random.uniform(0.06...0.14))
    default: material(colour, colour * 0.65, .fabric)
    }
  }

  mutating func upholstery() -> Int {
    let colour = vivid() * 0.75
    return material(colour, colour * 0.7, .fabric)
  }

  mutating func metal() -> Int {
    material(Vector(repeating: random.uniform(0.25...0.6)), gloss: 0.8)
  }

  mutating func ceramic() -> Int { material(Vector(0.83, 0.83, 0.81), gloss: 0.6) }

  mutating func dark() -> Int { material(Vector(0.03, 0.03, 0.035), gloss: 0.5) }

  /// A colour that is neither black nor white.
  mutating func vivid() -> Vector {
    let colour = Vector(
      random.uniform(0.05...0.75), random.uniform(0.05...0.7), random.uniform(0.05...0.7))
    let grey = colour.sum() / 3
    return Texture.mix(Vector(repeating: grey), colour, 0.75)
  }
}
