extension Furnisher {
  mutating func nightStand() -> Furniture {
    let (wood, shade, knob) = (timber(), material(Vector(1, 0.85, 0.6), emission: 1.6), metal())
    var piece = Furniture()
    piece.box(.nightStand, -0.24...0.24, 0...0.52, 0...0.38, wood)
    for y in [Float(0.12), 0.34] {
      piece.box(.nightStand, -0.21...0.21, y...y + 0.15, 0.38...0.395, wood)
      piece.ellipsoid(
        .nightStand, Vector(0, y + 0.08, 0.4), radii: Vector(repeating: 0.018), knob)
    }
    piece.cylinder(.lamp, x: 0, z: 0.17, 0.52...0.56, radius: 0.08, knob)
    piece.cylinder(.lamp, x: 0, z: 0.17, 0.56...0.82, radius: 0.018, knob)
    piece.cylinder(.lamp, x: 0, z: 0.17, 0.8...1.02, radius: 0.13, shade)
    return piece
  }

  mutating func dresser() -> Furniture {
    let (wood, knob) = (timber(), metal())
    var piece = Furniture()
    piece.box(.dresser, -0.58...0.58, 0...0.85, 0...0.46, wood)
    for row in 0..<3 {
      for x in [Float(-0.55), 0.02] {
        let y = 0.06 + 0.26 * Float(row)
        piece.box(.dresser, x...x + 0.53, y...y + 0.23, 0.46...0.478, wood)
        piece.box(.dresser, x + 0.2...x + 0.33, y + 0.11...y + 0.13, 0.478...0.5, knob)
      }
    }
    if random.chance(0.5) { addBooks(to: &piece, x: 0.2...0.45, y: 0.85, z: 0.1...0.3) }
    if random.chance(0.5) {
      let glaze = lacquer()
      piece.cylinder(.vase, x: -0.3, z: 0.2, 0.85...1.1, radius: 0.07, glaze)
    }
    return piece
  }

  mutating func wardrobe() -> Furniture {
    let (body, knob) = (random.chance(0.5) ? timber() : lacquer(), metal())
    var piece = Furniture()
    piece.box(.cabinet, -0.63...0.63, 0...2.05, 0...0.56, body)
    for x in [Float(-0.62), 0.01] {
      piece.box(.cabinet, x...x + 0.61, 0.05...2.02, 0.56...0.58, body)
    }
    for x in [Float(-0.07), 0.05] {
      piece.box(.cabinet, x...x + 0.02, 0.9...1.1, 0.58...0.61, knob)
    }
    return piece
  }

  mutating func fileCabinet() -> Furniture {
    let (body, knob) = (random.chance(0.6) ? metal() : lacquer(), dark())
    var piece = Furniture()
    piece.box(.cabinet, -0.22...0.22, 0...1.05, 0...0.55, body)
    for row in 0..<3 {
      let y = 0.05 + 0.33 * Float(row)
      piece.box(.cabinet, -0.2...0.2, y...y + 0.3, 0.55...0.565, body)
      piece.box(.cabinet, -0.06...0.06, y + 0.18...y + 0.21, 0.565...0.585, knob)
    }
    if random.chance(0.5) { addBottle(to: &piece, x: 0.05, y: 1.05, z: 0.2) }
    return piece
  }

  mutating func bookshelf() -> Furniture {
    let wood = timber()
    var piece = Furniture()
    let height: Float = 1.95
    for x in [Float(-0.44), 0.41] { piece.box(.bookshelf, x...x + 0.03, 0...height, 0...0.3, wood) }
    piece.box(.bookshelf, -0.44...0.44, 0...height, 0...0.015, wood)
    let count = 5
    for row in 0...count {
      let y = Float(row) * (height - 0.03) / Float(count)
      piece.box(.bookshelf, -0.41...0.41, y...y + 0.03, 0.015...0.3, wood)
      guard row < count else { continue }
      addRow(to: &piece, from: -0.4, to: random.uniform(-0.1...0.4), y: y + 0.03)
    }
    return piece
  }

  /// Standing books, all with one cover texture.
  private mutating func addRow(
    to piece: inout Furniture, from start: Float, to end: Float, y: Float
  ) {
    let covers = material(
      vivid(), Vector(0.8, 0.75, 0.5), .spines, scale: random.uniform(0.22...0.3))
    let middle = start + (end - start) * random.uniform(0.3...0.7)
    piece.box(.books, start...middle, y...y + random.uniform(0.24...0.31), 0.03...0.24, covers)
    piece.box(.books, middle...end, y...y + random.uniform(0.2...0.28), 0.03...0.22, covers)
  }

  mutating func shelf() -> Furniture {
    let wood = timber()
    var piece = Furniture()
    piece.box(.shelves, -0.45...0.45, 1.35...1.38, 0...0.24, wood)
    for x in [Float(-0.35), 0.33] {
      piece.box(.shelves, x...x + 0.02, 1.22...1.35, 0...0.18, wood)
    }
    let covers = material(vivid(), Vector(0.8, 0.75, 0.5), .spines, scale: 0.25)
    piece.box(.books, -0.4...random.uniform(-0.1...0.2), 1.38...1.63, 0.03...0.2, covers)
    let glaze = lacquer()
    if random.chance(0.5) {
      piece.cylinder(.vase, x: 0.33, z: 0.12, 1.38...1.62, radius: 0.055, glaze)
    }
    return piece
  }

  /// A desk with a chair before it.
  mutating func desk() -> Furniture {
    let (wood, black) = (timber(), dark())
    let glow = material(
      Vector(0.1, 0.2, 0.4), Vector(0.5, 0.6, 0.7), .screen, emission: 0.8, gloss: 0.4)
    let paper = material(
      Vector(0.8, 0.79, 0.75), Vector(0.2, 0.2, 0.25), .writing, scale: 0.02)
    var piece = Furniture()
    piece.legs(.desk, -0.63...0.63, height: 0.7, 0.02...0.6, thickness: 0.05, wood)
    piece.box(.desk, -0.66...0.66, 0.7...0.74, 0...0.62, wood)
    piece.box(.desk, 0.25...0.62, 0.3...0.7, 0.05...0.58, wood)
    if random.chance(0.7) {
      piece.box(.television, -0.28...0.28, 0.86...1.2, 0.14...0.17, black)
      piece.box(.television, -0.265...0.265, 0.875...1.185, 0.17...0.173, glow)
      piece.box(.television, -0.04...0.04, 0.74...0.9, 0.12...0.15, black)
    }
    piece.box(.paper, -0.16...0.05, 0.74...0.745, 0.28...0.57, paper)
    addBooks(to: &piece, x: 0.35...0.58, y: 0.74, z: 0.1...0.3)
    addDeskLamp(to: &piece, x: -0.5, y: 0.74, z: 0.15)
    let chair = chair()
    piece.add(chair, at: Vector(random.uniform(-0.2...0.1), 0, 1.15), isReversed: true)
    return piece
  }

  private mutating func addDeskLamp(to piece: inout Furniture, x: Float, y: Float, z: Float) {
    let (steel, shade) = (metal(), material(Vector(1, 0.9, 0.7), emission: 1.2))
    piece.cylinder(.lamp, x: x, z: z, y...y + 0.02, radius: 0.08, steel)
    piece.cylinder(.lamp, x: x, z: z, y + 0.02...y + 0.36, radius: 0.012, steel)
    piece.cylinder(.lamp, x: x, z: z, y + 0.3...y + 0.44, radius: 0.1, shade)
  }

  mutating func boxPile() -> Furniture {
    let card = material(Vector(0.45, 0.3, 0.16) * random.uniform(0.8...1.2))
    let tape = material(Vector(0.55, 0.45, 0.3), gloss: 0.4)
    var piece = Furniture()
    piece.box(.box, -0.28...0.22, 0...0.34, 0...0.4, card)
    piece.box(.box, -0.06...0, 0...0.342, -0.002...0.402, tape)
    if random.chance(0.6) {
      piece.box(.box, -0.2...0.14, 0.34...0.6, 0.05...0.34, card)
    }
    return piece
  }
}
