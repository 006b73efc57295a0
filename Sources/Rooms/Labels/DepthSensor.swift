/// A depth camera with structured light: noise that grows with the square of the distance, holes
/// where it sees nothing.
struct DepthSensor {
  let random: RoomRandom
  let style: RoomStyle

  /// Depth with noise, nil in holes.
  func measure(_ geometry: GeometryImage) -> [Float?] {
    let size = geometry.size
    let seed = UInt32(truncatingIfNeeded: random.bits(at: .max))
    // Patterns of holes have a size in parts of the picture, not in pixels.
    let unit = 1 / Float(size.width)
    return (0..<size.pixelCount).map { pixel in
      let depth = geometry.depth[pixel]
      let bits = random.bits(at: UInt64(pixel))
      guard Self.range.contains(depth) else { return nil }
      let point =
        SIMD2(Float(pixel % size.width), Float(pixel / size.width)) * unit
      let blob = Texture.noise(point * 14, seed)
      // What is seen at a grazing angle throws little light back.
      let facing = geometry.normals[pixel].z
      if blob > 0.6 + 0.4 * min(facing * 6, 1) { return nil }
      if geometry.kinds[pixel].defeatsDepthSensor, blob > 0.38 { return nil }
      if blob > 0.93 { return nil }
      if isInShadow(geometry, pixel) { return nil }
      // Khoshelham, Elberink: "Accuracy and resolution of Kinect depth data", 2012, equation 11.
      let deviation = noise * depth * depth
      return depth + deviation * ImageSensor.gaussian(bits)
    }
  }

  /// Whether the projector, left of the camera, is hidden from the point by what is in front: some
  /// pixel to the left is nearer, by more disparity than it is away.
  private func isInShadow(_ geometry: GeometryImage, _ pixel: Int) -> Bool {
    guard style == .nyuv2 else { return false }
    let width = geometry.size.width
    let column = pixel % width
    let reach = max(width / 80, 1)
    let inverse = 1 / geometry.depth[pixel]
    // 7.5 cm between projector and camera, at a focal length of 0.81 widths.
    let baseline = 0.075 * 0.81 * Float(width)
    for step in 1...reach where column >= step {
      let disparity = baseline * (1 / geometry.depth[pixel - step] - inverse)
      if disparity > Float(step) + 0.5 { return true }
    }
    return false
  }

  /// Standard deviation at one metre, in metres: a Kinect; a scanner whose frames were fused.
  private var noise: Float { style == .nyuv2 ? 1.5e-3 : 0.4e-3 }

  private static let range: ClosedRange<Float> = 0.4...9.5
}
