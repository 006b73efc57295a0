extension Furnisher {
  private enum Purpose: CaseIterable {
    case bedroom, livingRoom, study, kitchen, bathroom
  }

  /// Chooses what the room is for and puts in what belongs there.
  mutating func furnish() {
    addDoorAndWindow()
    switch random.pick(Purpose.allCases + [.bedroom, .livingRoom]) {
    case .bedroom: furnishBedroom()
    case .livingRoom: furnishLivingRoom()
    case .study: furnishStudy()
    case .kitchen: furnishKitchen()
    case .bathroom: furnishBathroom()
    }
    decorate()
    addCeilingLights()
  }

  private mutating func addDoorAndWindow() {
    let (door, doorWidth) = door()
    placeAtWall(door, width: doorWidth, depth: 0.7, heights: 0...2.1)
    for _ in 0..<(1 + random.index(below: 2)) {
      let (window, width) = window()
      placeAtWall(
        window, width: width + 0.5, depth: 0.1, heights: 0.85...2.3, standsOnFloor: false)
    }
  }

  private mutating func furnishBedroom() {
    let (bed, width, depth) = bed()
    placeAtWall(bed, width: width, depth: depth, heights: 0...1.1)
    standAtWall(nightStand(), 0.5, 0.42, 1.05)
    standAtWall(dresser(), 1.2, 0.5, 1.2)
    if random.chance(0.6) { standAtWall(wardrobe(), 1.3, 0.6, 2.1) }
    if random.chance(0.5) { standAtWall(desk(), 1.3, 1.2, 1.2) }
    if random.chance(0.5) { standAtWall(bookshelf(), 0.9, 0.32, 2) }
    hang(mirror(), 0.7, 1...1.9)
  }

  private mutating func furnishLivingRoom() {
    standAtWall(sofa(), 2.1, 0.95, 0.95)
    standAtWall(televisionStand(), 1.5, 0.45, 1.35)
    if random.chance(0.8) { standAtWall(bookshelf(), 0.9, 0.32, 2) }
    if random.chance(0.5) { standAtWall(sofa(), 2.1, 0.95, 0.95) }
    if random.chance(0.7) { standAtWall(floorLamp(), 0.5, 0.5, 1.8) }
    if random.chance(0.7) { placeOnFloor(coffeeTable(), width: 1, depth: 0.6, centred: true) }
    if random.chance(0.5) { placeOnFloor(chair(), width: 0.5, depth: 0.55) }
    if random.chance(0.6) { standAtWall(plant(), 0.5, 0.5, 1.3) }
    if random.chance(0.5) { hang(shelf(), 0.9, 1.3...1.8) }
  }

  private mutating func furnishStudy() {
    standAtWall(desk(), 1.4, 1.2, 1.2)
    if random.chance(0.5) { standAtWall(desk(), 1.4, 1.2, 1.2) }
    standAtWall(bookshelf(), 0.9, 0.32, 2)
    standAtWall(bookshelf(), 0.9, 0.32, 2)
    standAtWall(fileCabinet(), 0.5, 0.6, 1.2)
    hang(whiteboard(), 1.6, 0.95...2)
    if random.chance(0.6) { hang(shelf(), 0.9, 1.3...1.8) }
    for _ in 0..<random.index(below: 3) { placeOnFloor(boxPile(), width: 0.6, depth: 0.45) }
    if random.chance(0.5) { placeOnFloor(chair(), width: 0.5, depth: 0.55) }
  }

  private mutating func furnishKitchen() {
    let (counter, width) = counter()
    placeAtWall(counter, width: width, depth: 0.65, heights: 0...2.2)
    standAtWall(refrigerator(), 0.75, 0.72, 1.85)
    if random.chance(0.5) { standAtWall(wardrobe(), 1.3, 0.6, 2.1) }
    placeOnFloor(diningTable(), width: 1.6, depth: 2, centred: true)
    if random.chance(0.5) { hang(shelf(), 0.9, 1.3...1.8) }
    if random.chance(0.4) { placeOnFloor(chair(), width: 0.5, depth: 0.55) }
  }

  private mutating func furnishBathroom() {
    standAtWall(bathtub(), 1.7, 0.8, 2.1)
    standAtWall(toilet(), 0.5, 0.75, 1)
    standAtWall(washstand(), 0.9, 0.55, 2)
    if random.chance(0.7) { standAtWall(fileCabinet(), 0.5, 0.6, 1.2) }
    hang(towelRail(), 0.7, 0.7...1.5)
    if random.chance(0.5) { hang(towelRail(), 0.7, 0.7...1.5) }
    placeOnFloor(mat(), width: 0.9, depth: 0.6, blocks: false)
  }

  private mutating func decorate() {
    for _ in 0..<(1 + random.index(below: 3)) {
      let (picture, width, height) = picture()
      hang(picture, width, 1.45 - height / 2...1.45 + height / 2)
    }
    if random.chance(0.35) { hang(clock(), 0.34, 1.7...2.1) }
    if random.chance(0.25) { hang(papers(), 0.6, 1.1...1.7) }
    if random.chance(0.5) { placeOnFloor(mat(), width: 1.8, depth: 1.2, blocks: false) }
    if random.chance(0.35) { placeOnFloor(bag(), width: 0.4, depth: 0.25) }
    if random.chance(0.3) { placeOnFloor(boxPile(), width: 0.6, depth: 0.45) }
    if random.chance(0.25) { standAtWall(plant(), 0.5, 0.5, 1.3) }
  }

  /// Two lamps at the ceiling; windows, when there are some, shine too.
  private mutating func addCeilingLights() {
    let room = scene.extent
    let glow = material(Vector(1, 0.95, 0.85), emission: 3)
    for end in [Float(0.3), 0.7] {
      let position = Vector(
        room.x * random.uniform(0.35...0.65), room.y, room.z * (end + random.uniform(-0.08...0.08)))
      var lamp = Furniture()
      lamp.cylinder(.lamp, x: 0, z: 0, -0.09...0, radius: 0.17, glow)
      scene.place(lamp, at: position, sine: 0, cosine: 1)
      let warmth = random.uniform(0...1)
      scene.lights.append(
        Light(
          position: position - Vector(0, 0.12, 0),
          colour: Texture.mix(Vector(1, 0.98, 0.95), Vector(1, 0.82, 0.6), warmth)
            * random.uniform(1.2...2.4)))
    }
    if let window = scene.objects.first(where: { $0.kind == .window }) {
      // Daylight comes from a point before the pane.
      let point = window.world(window.centre + Vector(0, 0, window.half.z + 0.3))
      scene.lights.append(
        Light(position: point, colour: Vector(0.75, 0.88, 1) * random.uniform(0.8...2.2)))
    }
  }

  private mutating func standAtWall(
    _ piece: Furniture, _ width: Float, _ depth: Float, _ height: Float
  ) {
    placeAtWall(piece, width: width, depth: depth, heights: 0...height)
  }

  private mutating func hang(_ piece: Furniture, _ width: Float, _ heights: ClosedRange<Float>) {
    placeAtWall(piece, width: width, depth: 0.15, heights: heights, standsOnFloor: false)
  }
}
