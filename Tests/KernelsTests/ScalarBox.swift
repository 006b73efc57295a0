import Kernels
import TestSupport

/// The naive twin of the box: one value at a time, bounds found in double precision.
struct ScalarBox {
  var radius: Float
  var range: ChannelRange

  /// The largest value that is at most `center + radius` in exact arithmetic.
  static func upper(_ center: Float, _ radius: Float) -> Float {
    let rounded = center + radius
    let (sum, error) = exactSum(Double(center), Double(radius))
    let isOutside = Double(rounded) > sum || (Double(rounded) == sum && error < 0)
    return isOutside && rounded.isFinite ? rounded.nextDown : rounded
  }

  static func lower(_ center: Float, _ radius: Float) -> Float { -upper(-center, radius) }

  func projectOnBall(_ value: Float, _ center: Float) -> Float {
    let (lower, upper) = (Self.lower(center, radius), Self.upper(center, radius))
    let limited = value > upper ? upper : value
    return limited < lower ? lower : limited
  }

  func projectOnRange(_ value: Float, channel: Int) -> Float {
    let limited = value > range.upper[channel] ? range.upper[channel] : value
    return limited < range.lower[channel] ? range.lower[channel] : limited
  }

  func project(_ value: Float, _ center: Float, at index: Int) -> Float {
    projectOnRange(projectOnBall(value, center), channel: index % 3)
  }

  /// a + b as a rounded sum and its exact rounding error (Dekker, after ordering by magnitude).
  private static func exactSum(_ a: Double, _ b: Double) -> (sum: Double, error: Double) {
    let sum = a + b
    let (large, small) = abs(a) >= abs(b) ? (a, b) : (b, a)
    return (sum, small - (sum - large))
  }
}

/// The step along a sign: 0 for zeros and NaN.
func scalarSign(_ value: Float) -> Float { value > 0 ? 1 : value < 0 ? -1 : 0 }

/// What is subtracted from the blue, green and red values of an image.
private let means = [104.00698793, 116.66876762, 122.67891434]

/// The valid values of a mean-subtracted BGR image.
let imageRange = ChannelRange(
  lower: SIMD3(Float(0 - means[0]), Float(0 - means[1]), Float(0 - means[2])),
  upper: SIMD3(Float(255 - means[0]), Float(255 - means[1]), Float(255 - means[2])))

/// `count` values of an image of whole pixel values, as data sets have them, all inside the range.
func imageValues(_ count: Int, seed: UInt64) -> [Float] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { index in
    Float(Double(Int.random(in: 0...255, using: &generator)) - means[index % 3])
  }
}
