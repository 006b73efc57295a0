extension Furnisher {
  mutating func bed() -> (Furniture, width: Float, depth: Float) {
    let width = random.uniform(1...1.8)
    let length = random.uniform(1.95...2.1)
    let (frame, sheet, cover, cushion) = (timber(), ceramic(), cloth(), cloth())
    var piece = Furniture()
    let side = width / 2
    piece.box(.bed, -side...side, 0...random.uniform(0.8...1.1), 0...0.07, frame)
    piece.box(.bed, -side...side, 0.08...0.3, 0.07...length, frame)
    piece.box(.bed, -side + 0.02...side - 0.02, 0.3...0.5, 0.07...length - 0.02, sheet)
    piece.box(.bed, -side...side, 0.28...0.56, length * 0.35...length, cover)
    let count = width > 1.35 ? 2 : 1
    for number in 0..<count {
      let x = count == 1 ? 0 : (Float(number) - 0.5) * width * 0.48
      piece.ellipsoid(.pillow, Vector(x, 0.57, 0.33), radii: Vector(0.31, 0.11, 0.21), cushion)
    }
    return (piece, width, length)
  }

  mutating func sofa() -> Furniture {
    let (fabric, cushion) = (upholstery(), cloth())
    var piece = Furniture()
    piece.box(.sofa, -1...1, 0.06...0.3, 0...0.9, fabric)
    piece.box(.sofa, -1...1, 0.3...0.86, 0...0.22, fabric)
    for x in [Float(-1), 0.82] { piece.box(.sofa, x...x + 0.18, 0.3...0.6, 0...0.9, fabric) }
    for x in [Float(-0.81), 0.01] { piece.box(.sofa, x...x + 0.8, 0.3...0.46, 0.22...0.92, fabric) }
    for x in [Float(-0.6), 0.55] where random.chance(0.75) {
      piece.ellipsoid(.pillow, Vector(x, 0.63, 0.33), radii: Vector(0.22, 0.2, 0.1), cushion)
    }
    return piece
  }

  /// Its seat looks towards +z.
  mutating func chair() -> Furniture {
    let frame = random.chance(0.6) ? timber() : metal()
    let seat = random.chance(0.5) ? upholstery() : frame
    var piece = Furniture()
    piece.legs(.chair, -0.22...0.22, height: 0.43, 0.02...0.46, thickness: 0.04, frame)
    piece.box(.chair, -0.23...0.23, 0.43...0.48, 0...0.48, seat)
    piece.box(.chair, -0.22...0.22, 0.62...0.92, 0...0.04, seat)
    for x in [Float(-0.22), 0.18] { piece.box(.chair, x...x + 0.04, 0.48...0.9, 0...0.04, frame) }
    return piece
  }

  mutating func diningTable() -> Furniture {
    let (wood, glaze) = (timber(), ceramic())
    var piece = Furniture()
    piece.legs(.table, -0.7...0.7, height: 0.71, 0.55...1.45, thickness: 0.07, wood)
    piece.box(.table, -0.78...0.78, 0.71...0.75, 0.5...1.5, wood)
    let chair = chair()
    for x in [Float(-0.38), 0.38] {
      piece.add(chair, at: Vector(x, 0, 0.1))
      piece.add(chair, at: Vector(x, 0, 1.9), isReversed: true)
    }
    piece.cylinder(.vase, x: 0.1, z: 1, 0.75...1, radius: 0.07, glaze)
    addBottle(to: &piece, x: -0.3, y: 0.75, z: 1.1)
    return piece
  }

  mutating func coffeeTable() -> Furniture {
    let (wood, paper) = (
      timber(), material(Vector(0.8, 0.79, 0.75), Vector(0.2, 0.2, 0.25), .writing, scale: 0.02)
    )
    var piece = Furniture()
    piece.legs(.table, -0.48...0.48, height: 0.38, 0.03...0.57, thickness: 0.05, wood)
    piece.box(.table, -0.5...0.5, 0.38...0.43, 0...0.6, wood)
    piece.box(.paper, -0.1...0.11, 0.43...0.435, 0.2...0.5, paper)
    addBooks(to: &piece, x: 0.2...0.42, y: 0.43, z: 0.15...0.3)
    return piece
  }

  mutating func bag() -> Furniture {
    let leather = upholstery()
    var piece = Furniture()
    piece.box(.bag, -0.19...0.19, 0...0.3, 0...0.17, leather)
    for x in [Float(-0.1), 0.07] { piece.box(.bag, x...x + 0.03, 0.3...0.42, 0.07...0.09, leather) }
    piece.box(.bag, -0.1...0.1, 0.4...0.43, 0.07...0.09, leather)
    return piece
  }

  mutating func mat() -> Furniture {
    let weave = cloth()
    let isRound = random.chance(0.25)
    var piece = Furniture()
    if isRound {
      piece.cylinder(.floorMat, x: 0, z: 0.5, 0...0.012, radius: 0.7, weave)
    } else {
      piece.box(.floorMat, -0.8...0.8, 0...0.012, 0...1.1, weave)
    }
    return piece
  }

  mutating func addBottle(to piece: inout Furniture, x: Float, y: Float, z: Float) {
    let glass = material(vivid() * 0.5, gloss: 0.9)
    piece.cylinder(.bottle, x: x, z: z, y...y + 0.2, radius: 0.04, glass)
    piece.cylinder(.bottle, x: x, z: z, y + 0.2...y + 0.29, radius: 0.015, glass)
  }

  /// A stack of lying books.
  mutating func addBooks(
    to piece: inout Furniture, x: ClosedRange<Float>, y: Float, z: ClosedRange<Float>
  ) {
    var bottom = y
    for _ in 0..<(1 + random.index(below: 4)) {
      let top = bottom + random.uniform(0.02...0.045)
      let shift = random.uniform(-0.015...0.015)
      let cover = material(vivid(), Vector(0.85, 0.83, 0.75), .plain)
      piece.box(
        .books, x.lowerBound + shift...x.upperBound + shift, bottom...top, z, cover)
      bottom = top
    }
  }
}
