/// Single precision to bfloat16 and back: the upper half of the bits, rounded to nearest even.
public enum BFloat16 {
  /// Writes the rounded bits of all values. Infinities stay; a NaN stays a NaN.
  /// - Precondition: equal counts.
  /// - Complexity: O(values); allocates nothing.
  public static func round(_ values: Span<Float>, to bits: inout MutableSpan<UInt16>) {
    requireEqualCounts(bits.count, values.count)
    let end = values.count & ~7
    var index = 0
    while index < end {
      var bytes = unsafe bits.mutableBytes
      unsafe bytes.storeBytes(
        of: values.lanes(at: index).bfloat16Bits, toUncheckedByteOffset: index &* 2,
        as: SIMD8<UInt16>.self)
      index &+= 8
    }
    if end < values.count {
      let last = values.lastLanes(at: end).bfloat16Bits
      for lane in 0..<(values.count - end) { bits[end + lane] = last[lane] }
    }
  }

  /// The value of rounded bits, exactly.
  public static func value(of bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }
}

extension SIMD8<Float> {
  /// The lanes rounded to bfloat16, to nearest even.
  @inline(__always)
  var bfloat16Bits: SIMD8<UInt16> {
    let bits = unsafe unsafeBitCast(self, to: SIMD8<UInt32>.self)
    let odd = (bits &>> 16) & 1
    // A NaN must not be carried over into a number: it becomes the quiet NaN.
    let quiet = unsafe unsafeBitCast(SIMD8<Float>(repeating: .nan), to: SIMD8<UInt32>.self)
    let rounded = (bits &+ 0x7FFF &+ odd).replacing(with: quiet, where: self .!= self)
    return unsafe unsafeBitCast(rounded, to: SIMD16<UInt16>.self).oddHalf
  }
}
