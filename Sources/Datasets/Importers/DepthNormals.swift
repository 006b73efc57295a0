/// Surface normals from a depth map of the Kinect.
///
/// Along the axes of AdaShare's NYUv2 normals: x to the right, y away from the camera, z up. A
/// normal is the cross product of the differences between points `radius` pixels apart, vertically
/// and horizontally. It is invalid where a point has no depth or lies beyond an edge of the depth.
enum DepthNormals {
  /// Focal lengths and principal point of the Kinect's colour camera at 480x640, to which the
  /// labelled depth is registered (calibration published with NYU Depth v2).
  private static let focal = (x: Float(518.857_9), y: Float(519.469_6))
  private static let centre = (x: Float(325.582_4), y: Float(253.736_2))
  /// Distance in pixels to the points taken: noise grows below, detail is lost above.
  private static let radius = 3
  /// Share of the depth by which points of one surface may differ.
  private static let largestJump: Float = 0.05

  /// What the file says about it.
  static let inWords =
    "normals from depth by the Kinect's intrinsics"

  /// The normals as bytes, (n + 1) / 2 * 255 but at most 254, (127,127,127) where there is none.
  ///
  /// The published loader takes a pixel with any 255 for one without a normal.
  /// - Parameters:
  ///   - firstRow: row of the camera's image that the map begins at.
  ///   - firstColumn: its column.
  static func encoded(_ depth: Raster<Float>, firstRow: Int, firstColumn: Int) -> Raster<UInt8> {
    var values = [UInt8](repeating: 127, count: depth.height * depth.width * 3)
    func point(_ row: Int, _ column: Int) -> SIMD3<Float> {
      let z = depth.values[row * depth.width + column]
      return SIMD3(
        (Float(column + firstColumn) - centre.x) / focal.x * z, z,
        (centre.y - Float(row + firstRow)) / focal.y * z)
    }
    for row in 0..<depth.height {
      let (above, below) = (max(row - radius, 0), min(row + radius, depth.height - 1))
      for column in 0..<depth.width {
        let (left, right) = (max(column - radius, 0), min(column + radius, depth.width - 1))
        let middle = depth.values[row * depth.width + column]
        let neighbours = [(row, left), (row, right), (above, column), (below, column)]
        guard middle > 0,
          neighbours.allSatisfy({
            let z = depth.values[$0 * depth.width + $1]
            return z > 0 && abs(z - middle) <= largestJump * middle
          })
        else { continue }
        let across = point(row, right) - point(row, left)
        let up = point(above, column) - point(below, column)
        let normal = SIMD3(
          across.y * up.z - across.z * up.y, across.z * up.x - across.x * up.z,
          across.x * up.y - across.y * up.x)
        let length = (normal * normal).sum().squareRoot()
        guard length > 0 else { continue }
        for component in 0..<3 {
          let scaled = ((normal[component] / length + 1) / 2 * 255).rounded()
          values[(row * depth.width + column) * 3 + component] = UInt8(min(max(scaled, 0), 254))
        }
      }
    }
    return Raster(height: depth.height, width: depth.width, channels: 3, values: values)
  }
}
