import Kernels
import TensorCore

/// What the kernels and the copies read, filled with plausible values.
struct Inputs: ~Copyable {
  /// A gradient.
  let direction: AlignedBuffer<Float>
  /// An image.
  let original: AlignedBuffer<Float>
  /// A point near it.
  let current: AlignedBuffer<Float>
  /// Four arrays one after another.
  let stacked: AlignedBuffer<Float>
  /// Scales or shifts of 64 channels.
  let parameters: AlignedBuffer<Float>
  /// A bit for every value of an array.
  let mask: AlignedBuffer<UInt8>

  /// - Parameter count: values of one array.
  init(count: Int) {
    direction = Self.filled(count: count, seed: 1, scale: 1)
    original = Self.filled(count: count, seed: 2, scale: 100)
    current = Self.filled(count: count, seed: 2, scale: 101)
    stacked = Self.filled(count: 4 * count, seed: 3, scale: 1)
    parameters = AlignedBuffer(repeating: 1, count: 64)
    mask = AlignedBuffer(repeating: 0b1010_0110, count: ActivationMask.byteCount(for: count))
  }

  /// Values between -`scale` and `scale` from a linear congruential generator.
  static func filled(count: Int, seed: UInt64, scale: Float) -> AlignedBuffer<Float> {
    var buffer = AlignedBuffer<Float>(repeating: 0, count: count)
    var values = buffer.mutableSpan
    var state = seed
    for index in 0..<count {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      values[index] = Float(Int32(truncatingIfNeeded: state >> 32)) / 2_147_483_648 * scale
    }
    return buffer
  }
}
