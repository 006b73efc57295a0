/// Dropout: values become 0 at random, and the others grow so that the mean stays.
///
/// Whether a value is kept is a function of a key and the value's place in its sample, so the same
/// sample loses the same values whatever batch, rank or thread it is computed in.
public struct Dropout: Hashable, Sendable {
  /// What the randomness of a sample's values depends on, besides the seed.
  public struct Key: Hashable, Sendable {
    /// The sample, by a number that no other sample of the step has.
    public var sample: UInt32
    /// The layer.
    public var layer: UInt32
    /// The step.
    public var step: UInt32

    /// Creates a key.
    public init(sample: UInt32, layer: UInt32, step: UInt32) {
      self.sample = sample
      self.layer = layer
      self.step = step
    }
  }

  /// The probability that a value becomes 0.
  public let probability: Double
  private let threshold: UInt64

  /// Creates a dropout.
  /// - Precondition: a probability from 0 to below 1.
  public init(probability: Double) {
    precondition(probability >= 0 && probability < 1, "probability \(probability)")
    self.probability = probability
    threshold = UInt64((probability * 0x1p32).rounded())
  }

  /// What a value that is kept is multiplied by.
  public var scale: Float { Float(1 / (1 - probability)) }

  /// Draws which values of a stretch are kept, a bit each, in the order of ``ActivationMask``.
  ///
  /// - Parameters:
  ///   - first: the place of the stretch's first value in its sample.
  ///   - count: values of the stretch.
  ///   - bit: the place of the first value's bit in `mask`.
  ///   - mask: bits of other values stay as they are.
  /// - Complexity: O(values); allocates nothing.
  public func draw(
    _ generator: Philox, _ key: Key, first: Int, count: Int, bit: Int,
    in mask: inout MutableSpan<UInt8>
  ) {
    var index = 0
    while index < count {
      let place = first + index
      if place & 3 == 0, (bit + index) & 7 == 0, count - index >= 32 {
        let kept = drawThirtyTwo(
          generator,
          SIMD4(UInt32(truncatingIfNeeded: place >> 2), key.sample, key.layer, key.step))
        for byte in 0..<4 {
          mask[(bit + index) >> 3 + byte] = UInt8(truncatingIfNeeded: kept >> UInt32(8 * byte))
        }
        index += 32
        continue
      }
      let words = generator.bits(
        SIMD4(UInt32(truncatingIfNeeded: place >> 2), key.sample, key.layer, key.step))
      for lane in (place & 3)..<4 where index < count {
        let target = bit + index
        let flag: UInt8 = 1 << UInt8(target & 7)
        if UInt64(words[lane]) >= threshold {
          mask[target >> 3] |= flag
        } else {
          mask[target >> 3] &= ~flag
        }
        index += 1
      }
    }
  }

  /// Bits of 32 values from the first of four that share a counter.
  @inline(__always)
  private func drawThirtyTwo(_ generator: Philox, _ counter: SIMD4<UInt32>) -> UInt32 {
    let words = generator.eightBits(counter)
    let bounds = SIMD8(repeating: threshold)
    // Word w of counter i decides on value 4 i + w. A difference below 0 has its highest bit set.
    let shifts = SIMD8<UInt64>(0, 4, 8, 12, 16, 20, 24, 28)
    let pairs = (((words.0 &- bounds) &>> 63) | (((words.1 &- bounds) &>> 63) &<< 1))
    let others =
      ((((words.2 &- bounds) &>> 63) &<< 2) | (((words.3 &- bounds) &>> 63) &<< 3))
    let dropped = (pairs | others) &<< shifts
    return ~UInt32(truncatingIfNeeded: dropped.wrappedSum())
  }

  /// values <- scale * values where the bit is set, and 0 elsewhere: the layer and its gradient.
  /// - Precondition: as many bytes as ``ActivationMask/byteCount(for:)`` says.
  /// - Complexity: O(values); allocates nothing.
  public func apply(_ mask: Span<UInt8>, to values: inout MutableSpan<Float>) {
    ActivationMask.apply(mask, to: &values)
    LinearCombination.scale(&values, by: scale)
  }
}
