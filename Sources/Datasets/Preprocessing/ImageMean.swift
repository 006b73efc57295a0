public import Kernels

/// What is subtracted from the pixels of an image before a network sees them.
public enum ImageMean {
  /// Mean of blue, green and red, on the scale 0...255.
  public static let bgr: [Float] = [104.006_987_93, 116.668_767_62, 122.678_914_34]

  /// The values that pixels of 0...255 have without the mean.
  public static let channelRange = ChannelRange(
    lower: 0 - SIMD3(bgr[0], bgr[1], bgr[2]), upper: 255 - SIMD3(bgr[0], bgr[1], bgr[2]))

  /// A network's input for images of 8 bits: blue, green and red of every pixel, the mean taken away.
  /// - Parameter pixels: red, green and blue of every pixel.
  /// - Complexity: O(values), allocates the result.
  /// - Precondition: whole pixels of three values.
  public static func input(of pixels: [UInt8]) -> [Float] {
    precondition(pixels.count.isMultiple(of: 3), "\(pixels.count) values of pixels")
    return pixels.indices.map { index in
      let channel = index % 3
      return Float(pixels[index + 2 - 2 * channel]) - bgr[channel]
    }
  }

  /// An image of 8 bits: red, green and blue of every pixel of a network's input, the mean added,
  /// rounded and brought into 0...255.
  /// - Complexity: O(values), allocates the result.
  /// - Precondition: whole pixels of three values.
  public static func pixels(of input: Span<Float>) -> [UInt8] {
    precondition(input.count.isMultiple(of: 3), "\(input.count) values of pixels")
    return input.indices.map { index in
      let channel = 2 - index % 3
      let value = (input[index - index % 3 + channel] + bgr[channel]).rounded()
      return UInt8(min(max(value, 0), 255))
    }
  }
}
