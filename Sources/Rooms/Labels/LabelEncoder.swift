/// Writes labels in the values of a benchmark.
struct LabelEncoder {
  let style: RoomStyle
  let random: RoomRandom

  /// Class numbers; seams between classes are partly without label, as people and networks leave
  /// them.
  func segmentation(_ geometry: GeometryImage) -> [UInt8] {
    let size = geometry.size
    let seed = UInt32(truncatingIfNeeded: random.bits(at: 0))
    let classes = geometry.kinds.map { style == .nyuv2 ? $0.nyuv2Class : $0.taskonomyClass }
    let unknown: UInt8 = style == .nyuv2 ? 255 : 0
    let unit = 1 / Float(size.width)
    var result = classes
    for row in 0..<size.height {
      for column in 0..<size.width {
        let pixel = row * size.width + column
        let isSeam =
          (column > 0 && classes[pixel - 1] != classes[pixel])
          || (row > 0 && classes[pixel - size.width] != classes[pixel])
        guard isSeam else { continue }
        let patch = Texture.noise(SIMD2(Float(column), Float(row)) * unit * 11, seed)
        if patch > 0.5 { result[pixel] = unknown }
      }
    }
    return result
  }

  /// Normals as bytes, unknown where the depth is a hole.
  func normals(_ geometry: GeometryImage, depth: [Float?]) -> [UInt8] {
    let unknown: UInt8 = style == .nyuv2 ? 255 : 128
    var bytes = [UInt8](repeating: unknown, count: 3 * depth.count)
    for pixel in 0..<depth.count where depth[pixel] != nil {
      let normal = inAxesOfStyle(geometry.normals[pixel])
      for axis in 0..<3 {
        let level = ((normal[axis] + 1) * 127.5).rounded()
        bytes[3 * pixel + axis] = level <= 0 ? 0 : level >= 254 ? 254 : UInt8(level)
      }
    }
    return bytes
  }

  /// A normal of right, down and towards the camera along the axes of the benchmark, which were
  /// found by comparing its published samples with their depth; see docs/dataset-format.md.
  private func inAxesOfStyle(_ normal: Vector) -> Vector {
    switch style {
    case .nyuv2: Vector(normal.x, -normal.z, -normal.y)
    case .taskonomy: Vector(normal.x, normal.y, -normal.z)
    }
  }

  /// Depth in the benchmark's unit.
  func depth(_ depth: [Float?]) -> RenderedRoom.Depth {
    switch style {
    case .nyuv2: .metres(depth.map { $0 ?? 0 })
    case .taskonomy: .fixedPoint(depth.map { $0.map { UInt16(($0 * 512).rounded()) } ?? .max })
    }
  }
}
