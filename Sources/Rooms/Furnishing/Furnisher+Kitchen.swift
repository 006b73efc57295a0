extension Furnisher {
  /// Base units with a worktop, a sink, an oven and wall units.
  mutating func counter() -> (Furniture, width: Float) {
    let (body, steel, black) = (random.chance(0.5) ? timber() : lacquer(), metal(), dark())
    let stone = material(
      Vector(repeating: random.uniform(0.1...0.5)), Vector(repeating: 0.5), .fabric, gloss: 0.5)
    var piece = Furniture()
    piece.box(.cabinet, -1.1...0.5, 0.08...0.86, 0...0.58, body)
    for column in 0..<3 {
      let x = -1.08 + 0.525 * Float(column)
      piece.box(.cabinet, x...x + 0.5, 0.12...0.84, 0.58...0.6, body)
      piece.box(.cabinet, x + 0.18...x + 0.32, 0.76...0.78, 0.6...0.625, steel)
    }
    piece.box(.oven, 0.5...1.1, 0.05...0.9, 0...0.6, steel)
    piece.box(.oven, 0.56...1.04, 0.2...0.65, 0.6...0.608, black)
    piece.box(.oven, 0.56...1.04, 0.7...0.725, 0.6...0.64, steel)
    for x in [Float(0.66), 0.94] {
      for z in [Float(0.17), 0.43] {
        piece.cylinder(.oven, x: x, z: z, 0.9...0.91, radius: 0.09, black)
      }
    }
    piece.box(.counter, -1.12...0.5, 0.86...0.9, 0...0.63, stone)
    piece.box(.sink, -0.85...(-0.3), 0.9...0.912, 0.1...0.53, steel)
    piece.box(.sink, -0.8...(-0.35), 0.9...0.914, 0.15...0.48, black)
    piece.cylinder(.sink, x: -0.57, z: 0.08, 0.9...1.12, radius: 0.015, steel)
    piece.box(.sink, -0.585...(-0.555), 1.1...1.12, 0.08...0.26, steel)
    for x in [Float(-1.1), -0.5] {
      piece.box(.cabinet, x...x + 0.58, 1.5...2.15, 0...0.34, body)
      piece.box(.cabinet, x + 0.26...x + 0.32, 1.55...1.57, 0.34...0.365, steel)
    }
    piece.box(.microwave, 0.53...1.07, 1.5...1.82, 0...0.36, steel)
    piece.box(.microwave, 0.56...0.9, 1.54...1.78, 0.36...0.366, black)
    piece.box(.toaster, 0...0.3, 0.9...1.08, 0.15...0.33, lacquer())
    addBottle(to: &piece, x: 0.4, y: 0.9, z: 0.2)
    return (piece, 2.26)
  }

  mutating func refrigerator() -> Furniture {
    let (body, steel) = (random.chance(0.5) ? ceramic() : metal(), metal())
    var piece = Furniture()
    piece.box(.refrigerator, -0.35...0.35, 0.03...1.8, 0...0.64, body)
    piece.box(.refrigerator, -0.35...0.35, 0.05...1.15, 0.64...0.7, body)
    piece.box(.refrigerator, -0.35...0.35, 1.17...1.8, 0.64...0.7, body)
    piece.box(.refrigerator, 0.26...0.29, 0.7...1.08, 0.7...0.73, steel)
    piece.box(.refrigerator, 0.26...0.29, 1.24...1.5, 0.7...0.73, steel)
    return piece
  }

  mutating func bathtub() -> Furniture {
    let (glaze, inside, steel) = (ceramic(), material(Vector(0.55, 0.6, 0.62), gloss: 0.8), metal())
    var piece = Furniture()
    for x in [Float(-0.84), 0.76] { piece.box(.bathtub, x...x + 0.08, 0...0.55, 0...0.76, glaze) }
    for z in [Float(0), 0.69] { piece.box(.bathtub, -0.84...0.84, 0...0.55, z...z + 0.07, glaze) }
    piece.box(.bathtub, -0.76...0.76, 0...0.15, 0.07...0.69, inside)
    piece.box(.bathtub, -0.72...(-0.66), 0.55...0.7, 0.3...0.34, steel)
    if random.chance(0.75) {
      let cloth = cloth()
      for fold in 0..<6 {
        piece.cylinder(
          .showerCurtain, x: 0.3 + 0.1 * Float(fold), z: 0.78, 0.3...2, radius: 0.055, cloth)
      }
      piece.box(.showerCurtain, -0.85...0.85, 2...2.02, 0.77...0.79, steel)
    }
    return piece
  }

  mutating func toilet() -> Furniture {
    let glaze = ceramic()
    var piece = Furniture()
    piece.box(.toilet, -0.2...0.2, 0.38...0.78, 0...0.18, glaze)
    piece.box(.toilet, -0.21...0.21, 0.78...0.81, 0...0.19, glaze)
    piece.box(.toilet, -0.11...0.11, 0...0.36, 0.08...0.5, glaze)
    piece.ellipsoid(.toilet, Vector(0, 0.3, 0.43), radii: Vector(0.19, 0.13, 0.26), glaze)
    piece.cylinder(.toilet, x: 0, z: 0.42, 0.38...0.42, radius: 0.21, glaze)
    return piece
  }

  /// A basin on a cabinet below a mirror.
  mutating func washstand() -> Furniture {
    let (body, glaze, steel) = (random.chance(0.5) ? timber() : lacquer(), ceramic(), metal())
    let shade = material(Vector(0.5, 0.52, 0.54), gloss: 0.5)
    var piece = Furniture()
    piece.box(.cabinet, -0.4...0.4, 0.1...0.78, 0...0.46, body)
    piece.box(.sink, -0.43...0.43, 0.78...0.86, 0...0.5, glaze)
    piece.ellipsoid(.sink, Vector(0, 0.855, 0.27), radii: Vector(0.28, 0.015, 0.17), shade)
    piece.cylinder(.sink, x: 0, z: 0.06, 0.86...1, radius: 0.02, steel)
    piece.box(.sink, -0.015...0.015, 0.98...1, 0.06...0.2, steel)
    let mirror = mirror()
    piece.add(mirror, at: Vector(0, 0.08, 0))
    return piece
  }
}
