/// The valid values of each of the three channels (blue, green, red) of a mean-subtracted image.
public struct ChannelRange: Hashable, Sendable {
  /// Smallest valid value of each channel, in pixel values.
  public let lower: SIMD3<Float>
  /// Largest valid value of each channel, in pixel values.
  public let upper: SIMD3<Float>

  /// Creates a range.
  /// - Precondition: no lower bound is above its upper bound, and none is NaN.
  public init(lower: SIMD3<Float>, upper: SIMD3<Float>) {
    for channel in 0..<3 {
      precondition(
        lower[channel] <= upper[channel],
        "channel \(channel) ranges from \(lower[channel]) to \(upper[channel])")
    }
    self.lower = lower
    self.upper = upper
  }

  /// Every value is valid: a projection on it does nothing, at no measurable cost.
  public static let unbounded = ChannelRange(
    lower: SIMD3(repeating: -.infinity), upper: SIMD3(repeating: .infinity))
}
