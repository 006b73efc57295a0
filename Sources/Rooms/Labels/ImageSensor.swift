/// Turns light into the bytes of a picture: exposure, lens, tone curve, noise.
struct ImageSensor {
  let random: RoomRandom

  /// - Returns: RGB, (height, width, 3).
  func develop(_ geometry: GeometryImage) -> [UInt8] {
    let exposed = lens(geometry.colour, geometry.size)
    let gain = exposure(exposed)
    var bytes = [UInt8](repeating: 0, count: 3 * exposed.count)
    for pixel in 0..<exposed.count {
      let light = exposed[pixel] * gain
      // Reinhard's curve with white at 3, then a square root for the display's gamma.
      let toned = light * (1 + light / 9) / (1 + light)
      let bits = random.bits(at: UInt64(pixel))
      for channel in 0..<3 {
        let level = toned[channel].squareRoot() * 255
        let noise = Self.gaussian(bits >> UInt64(20 * channel)) * (1 + 0.006 * level)
        let value = level + noise
        bytes[3 * pixel + channel] = value <= 0 ? 0 : value >= 255 ? 255 : UInt8(value.rounded())
      }
    }
    return bytes
  }

  /// Twenty bits as a number of mean 0 and variance 1, at most 3.4 away: a sum of four.
  static func gaussian(_ bits: UInt64) -> Float {
    let sum = (bits & 31) + (bits >> 5 & 31) + (bits >> 10 & 31) + (bits >> 15 & 31)
    // Each summand has mean 15.5 and variance 1023 / 12.
    return (Float(sum) - 62) * 0.054_153
  }

  /// Brings the picture's mean to a common brightness.
  private func exposure(_ colour: [Vector]) -> Float {
    var sum: Float = 0
    for light in colour {
      // What shines itself does not count in full.
      let grey = (light.x + 2 * light.y + light.z) / 4
      sum += grey > 1.5 ? 1.5 : grey
    }
    let mean = sum / Float(colour.count)
    return mean > 0 ? 0.55 / mean : 1
  }

  /// A lens that is not quite sharp: 1-6-1 in both directions, borders repeated.
  private func lens(_ colour: [Vector], _ size: RoomImageSize) -> [Vector] {
    let (height, width) = (size.height, size.width)
    var across = colour
    for row in 0..<height {
      let start = row * width
      for column in 0..<width {
        let left = colour[start + max(column - 1, 0)]
        let right = colour[start + min(column + 1, width - 1)]
        across[start + column] = (left + right) * 0.125 + colour[start + column] * 0.75
      }
    }
    var result = across
    for row in 0..<height {
      let (above, below) = (max(row - 1, 0) * width, min(row + 1, height - 1) * width)
      for column in 0..<width {
        result[row * width + column] =
          (across[above + column] + across[below + column]) * 0.125
          + across[row * width + column] * 0.75
      }
    }
    return result
  }
}
