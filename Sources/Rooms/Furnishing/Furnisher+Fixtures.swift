extension Furnisher {
  mutating func door() -> (Furniture, width: Float) {
    let (leaf, frame, handle) = (random.chance(0.5) ? timber() : lacquer(), lacquer(), metal())
    var piece = Furniture()
    piece.box(.door, -0.42...0.42, 0...2, 0...0.03, leaf)
    for x in [Float(-0.48), 0.42] { piece.box(.door, x...x + 0.06, 0...2.06, 0...0.05, frame) }
    piece.box(.door, -0.42...0.42, 2...2.06, 0...0.05, frame)
    for y in [Float(0.15), 1.05] {
      piece.box(.door, -0.3...0.3, y...y + 0.75, 0.03...0.038, leaf)
    }
    piece.box(.door, 0.24...0.38, 0.97...1, 0.05...0.08, handle)
    return (piece, 0.98)
  }

  mutating func window() -> (Furniture, width: Float) {
    let width = random.uniform(0.9...1.7)
    let side = width / 2
    let pane = material(
      Vector(0.45, 0.65, 0.95), Vector(0.12, 0.3, 0.08), .outdoors,
      scale: width / Float(1 + random.index(below: 2)) + 0.001, emission: 1.1, gloss: 0.3)
    let frame = lacquer()
    var piece = Furniture()
    piece.box(.window, -side...side, 0.92...2.12, 0...0.02, pane)
    piece.box(.window, -side - 0.06...side + 0.06, 0.86...0.92, 0...0.12, frame)
    piece.box(.window, -side - 0.05...side + 0.05, 2.12...2.17, 0...0.05, frame)
    for x in [-side - 0.05, side] { piece.box(.window, x...x + 0.05, 0.92...2.12, 0...0.05, frame) }
    switch random.index(below: 3) {
    case 0:
      let cloth = cloth()
      for x in [-side - 0.22, side - 0.13] {
        for fold in 0..<4 {
          let start = x + Float(fold) * 0.09
          piece.cylinder(.curtain, x: start + 0.045, z: 0.11, 0.6...2.2, radius: 0.05, cloth)
        }
      }
    case 1:
      let slats = material(Vector(0.8, 0.78, 0.7), nil, .slats, scale: 0.05)
      piece.box(
        .blinds, -side...side, random.uniform(1.2...1.8)...2.15, 0.055...0.075, slats)
    default: break
    }
    return (piece, width)
  }

  mutating func picture() -> (Furniture, width: Float, height: Float) {
    let (width, height) = (random.uniform(0.35...0.9), random.uniform(0.35...0.75))
    let (frame, canvas) = (timber(), material(vivid(), vivid(), .painting))
    let (side, half, middle) = (width / 2, height / 2, Float(1.45))
    var piece = Furniture()
    piece.box(.picture, -side...side, middle - half...middle + half, 0...0.025, frame)
    piece.box(
      .picture, -side + 0.03...side - 0.03, middle - half + 0.03...middle + half - 0.03,
      0.01...0.028, canvas)
    return (piece, width, height)
  }

  mutating func mirror() -> Furniture {
    let frame = timber()
    let glass = material(Vector(0.5, 0.53, 0.55), Vector(0.75, 0.78, 0.8), .sheen, gloss: 1)
    var piece = Furniture()
    piece.box(.mirror, -0.33...0.33, 1...1.88, 0...0.025, frame)
    piece.box(.mirror, -0.29...0.29, 1.04...1.84, 0.01...0.028, glass)
    return piece
  }

  mutating func whiteboard() -> Furniture {
    let (frame, board) = (
      metal(),
      material(
        Vector(0.85, 0.86, 0.86), Vector(0.1, 0.15, 0.5), .writing, scale: 0.16, gloss: 0.4)
    )
    var piece = Furniture()
    piece.box(.whiteboard, -0.78...0.78, 0.97...1.98, 0...0.02, frame)
    piece.box(.whiteboard, -0.75...0.75, 1...1.95, 0.01...0.024, board)
    piece.box(.whiteboard, -0.4...0.4, 0.95...0.97, 0...0.08, frame)
    return piece
  }

  mutating func clock() -> Furniture {
    let (rim, face) = (dark(), ceramic())
    var piece = Furniture()
    piece.ellipsoid(.clock, Vector(0, 1.9, 0), radii: Vector(0.16, 0.16, 0.03), rim)
    piece.ellipsoid(.clock, Vector(0, 1.9, 0.012), radii: Vector(0.14, 0.14, 0.03), face)
    piece.box(.clock, -0.006...0.006, 1.9...2, 0.04...0.046, rim)
    piece.box(.clock, 0...0.07, 1.894...1.906, 0.04...0.046, rim)
    return piece
  }

  mutating func papers() -> Furniture {
    var piece = Furniture()
    for column in 0..<2 {
      let sheet = material(
        Vector(0.82, 0.81, 0.77), vivid() * 0.4, .writing, scale: 0.03)
      let x = -0.27 + 0.29 * Float(column)
      let y = random.uniform(1.12...1.35)
      piece.box(.paper, x...x + 0.22, y...y + 0.3, 0...0.004, sheet)
    }
    return piece
  }

  mutating func towelRail() -> Furniture {
    let (rail, cloth) = (metal(), cloth())
    var piece = Furniture()
    piece.box(.towel, -0.25...0.2, random.uniform(0.75...0.95)...1.42, 0.03...0.09, cloth)
    piece.box(.towel, -0.32...0.32, 1.4...1.415, 0.05...0.065, rail)
    return piece
  }

  mutating func floorLamp() -> Furniture {
    let (pole, shade) = (metal(), material(Vector(1, 0.85, 0.6), emission: 1.5))
    var piece = Furniture()
    piece.cylinder(.lamp, x: 0, z: 0.25, 0...0.03, radius: 0.15, pole)
    piece.cylinder(.lamp, x: 0, z: 0.25, 0.03...1.5, radius: 0.016, pole)
    piece.cylinder(.lamp, x: 0, z: 0.25, 1.45...1.75, radius: 0.2, shade)
    return piece
  }

  mutating func plant() -> Furniture {
    let pot = lacquer()
    let green = material(Vector(0.04, 0.2, 0.04), Vector(0.2, 0.45, 0.1), .leaves)
    var piece = Furniture()
    piece.cylinder(.plant, x: 0, z: 0.25, 0...0.3, radius: 0.16, pot)
    for _ in 0..<9 {
      let radius = random.uniform(0.08...0.16)
      let centre = Vector(
        random.uniform(-0.1...0.1), random.uniform(0.4...1.05), 0.25 + random.uniform(-0.07...0.1))
      piece.ellipsoid(.plant, centre, radii: Vector(radius, radius * 0.9, radius), green)
    }
    return piece
  }

  mutating func televisionStand() -> Furniture {
    let (wood, black) = (timber(), dark())
    let glow = material(
      Vector(0.02, 0.02, 0.03), vivid() * 0.5, .screen, emission: random.uniform(0...1), gloss: 0.7)
    var piece = Furniture()
    piece.box(.cabinet, -0.7...0.7, 0...0.45, 0...0.4, wood)
    for x in [Float(-0.68), 0.01] {
      piece.box(.cabinet, x...x + 0.67, 0.04...0.41, 0.4...0.415, wood)
    }
    piece.box(.television, -0.56...0.56, 0.56...1.22, 0.16...0.2, black)
    piece.box(.television, -0.54...0.54, 0.58...1.2, 0.2...0.203, glow)
    piece.box(.television, -0.2...0.2, 0.45...0.47, 0.1...0.28, black)
    piece.box(.television, -0.04...0.04, 0.47...0.6, 0.15...0.18, black)
    return piece
  }
}
