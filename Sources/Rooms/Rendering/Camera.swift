/// A pinhole camera.
struct Camera {
  var position: Vector
  /// Axes of the camera's frame in the world: right and down in the picture, and along the view.
  let right: Vector
  let down: Vector
  let forward: Vector
  /// In pixels.
  let focalLength: Float
  let size: RoomImageSize

  /// - Parameters:
  ///   - heading: turn about the vertical axis; 0 looks along +z, positive towards +x.
  ///   - pitch: upwards when positive.
  ///   - roll: clockwise turn of the camera when positive.
  ///   - relativeFocalLength: in picture widths.
  init(
    position: Vector, heading: SineCosine, pitch: SineCosine, roll: SineCosine,
    relativeFocalLength: Float, size: RoomImageSize
  ) {
    self.position = position
    self.size = size
    focalLength = relativeFocalLength * Float(size.width)
    let forward = Vector(
      heading.sine * pitch.cosine, pitch.sine, heading.cosine * pitch.cosine)
    let level = Vector(heading.cosine, 0, -heading.sine)
    // The world is left-handed (x right, y up, z forward), so this product points downwards.
    let below = level.cross(forward)
    right = level * roll.cosine + below * roll.sine
    down = below * roll.cosine - level * roll.sine
    self.forward = forward
  }

  /// The ray through a pixel's centre; distances along it are depths along the optical axis.
  func direction(row: Float, column: Float) -> Vector {
    forward + right * ((column + 0.5 - Float(size.width) / 2) / focalLength)
      + down * ((row + 0.5 - Float(size.height) / 2) / focalLength)
  }

  /// Rays through pixels of one row, `step` apart.
  func rays(row: Float, firstColumn: Float, step: Float = 1) -> RayPacket {
    let columns = Lanes(0, 1, 2, 3, 4, 5, 6, 7) * step + firstColumn
    let across = (columns + 0.5 - Float(size.width) / 2) / focalLength
    let base = forward + down * ((row + 0.5 - Float(size.height) / 2) / focalLength)
    return RayPacket(
      origin: VectorLanes(position),
      direction: VectorLanes(
        x: across * right.x + base.x, y: across * right.y + base.y, z: across * right.z + base.z))
  }

  /// A world direction in the camera's frame with the last axis towards the camera.
  func labelFrame(_ normal: Vector) -> Vector {
    Vector(normal.dot(right), normal.dot(down), -normal.dot(forward))
  }
}
