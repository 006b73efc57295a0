/// Responses of classical detectors to a picture.
struct ImageFeatures {
  private let size: RoomImageSize
  /// Brightness in 0...1, smoothed once.
  private let smooth: [Float]

  /// - Parameter image: RGB, (height, width, 3).
  init(_ image: [UInt8], size: RoomImageSize) {
    self.size = size
    var grey = [Float](repeating: 0, count: size.pixelCount)
    for pixel in 0..<size.pixelCount {
      // ITU-R BT.601 in whole numbers.
      let sum =
        77 * Int32(image[3 * pixel]) + 150 * Int32(image[3 * pixel + 1])
        + 29 * Int32(image[3 * pixel + 2])
      grey[pixel] = Float(sum) / 65_280
    }
    smooth = Self.binomial(grey, size)
  }

  /// Magnitude of the gradient (Sobel), in 1/65536 of brightness a pixel.
  func edges() -> [UInt16] {
    filtered(smooth) { n in
      let x = (n.2 + 2 * n.5 + n.8 - n.0 - 2 * n.3 - n.6) / 8
      let y = (n.6 + 2 * n.7 + n.8 - n.0 - 2 * n.1 - n.2) / 8
      return ((x * x + y * y) / 2).squareRoot()
    }
  }

  /// Determinant of the Hessian where it is positive, in 1/65536.
  ///
  /// The detector of SURF (Bay, Tuytelaars, Van Gool, ECCV 2006, equation 3), with binomial filters
  /// in place of boxes.
  func keypoints() -> [UInt16] {
    filtered(Self.binomial(smooth, size)) { n in
      let xx = n.3 - 2 * n.4 + n.5
      let yy = n.1 - 2 * n.4 + n.7
      let xy = (n.0 + n.8 - n.2 - n.6) / 4 * 0.9
      return Self.scaleNormalisation * (xx * yy - xy * xy)
    }
  }

  /// Brings corners of furniture to the range of the published responses, up to about 0.005.
  private static let scaleNormalisation: Float = 8

  private typealias Neighbours = (
    Float, Float, Float, Float, Float, Float, Float, Float, Float
  )

  /// A function of every pixel and its neighbours, row by row; borders are repeated.
  private func filtered(_ values: [Float], _ response: (Neighbours) -> Float) -> [UInt16] {
    let (height, width) = (size.height, size.width)
    var result = [UInt16](repeating: 0, count: size.pixelCount)
    for row in 0..<height {
      let (above, here, below) = (
        max(row - 1, 0) * width, row * width, min(row + 1, height - 1) * width
      )
      for column in 0..<width {
        let (left, right) = (max(column - 1, 0), min(column + 1, width - 1))
        let value =
          response(
            (
              values[above + left], values[above + column], values[above + right],
              values[here + left], values[here + column], values[here + right],
              values[below + left], values[below + column], values[below + right]
            )) * 65_536
        result[here + column] = value <= 0 ? 0 : value >= 65_535 ? 65_535 : UInt16(value.rounded())
      }
    }
    return result
  }

  /// 1-4-6-4-1 in both directions, borders repeated.
  private static func binomial(_ values: [Float], _ size: RoomImageSize) -> [Float] {
    let (height, width) = (size.height, size.width)
    var across = values
    for row in 0..<height {
      let start = row * width
      for column in 0..<width {
        let (left, right) = (max(column - 1, 0), min(column + 1, width - 1))
        let (farLeft, farRight) = (max(column - 2, 0), min(column + 2, width - 1))
        across[start + column] =
          (values[start + farLeft] + values[start + farRight]
            + 4 * (values[start + left] + values[start + right]) + 6 * values[start + column]) / 16
      }
    }
    var result = across
    for row in 0..<height {
      let (above, below) = (max(row - 1, 0) * width, min(row + 1, height - 1) * width)
      let (farAbove, farBelow) = (max(row - 2, 0) * width, min(row + 2, height - 1) * width)
      for column in 0..<width {
        result[row * width + column] =
          (across[farAbove + column] + across[farBelow + column]
            + 4 * (across[above + column] + across[below + column])
            + 6 * across[row * width + column]) / 16
      }
    }
    return result
  }
}
