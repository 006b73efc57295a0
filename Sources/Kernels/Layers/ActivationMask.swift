/// Which values an activation let through, one bit each: all that its backward pass needs.
///
/// Bit i % 8 of byte i / 8 belongs to value i. Kept instead of the values, it takes a thirty-second
/// of their memory.
public enum ActivationMask {
  /// Bytes of the mask of `count` values.
  public static func byteCount(for count: Int) -> Int { (count + 7) / 8 }

  /// Records where a ReLU's output is above 0. NaN is not.
  /// - Precondition: as many bytes as ``byteCount(for:)`` says.
  /// - Complexity: O(values); allocates nothing.
  public static func recordPositive(_ output: Span<Float>, in mask: inout MutableSpan<UInt8>) {
    record(output, in: &mask) { $0 .> 0 }
  }

  /// Records where a clamp's output is strictly between its bounds. NaN is not.
  /// - Precondition: as many bytes as ``byteCount(for:)`` says.
  /// - Complexity: O(values); allocates nothing.
  public static func recordInside(
    _ output: Span<Float>, lower: Float, upper: Float, in mask: inout MutableSpan<UInt8>
  ) {
    record(output, in: &mask) { ($0 .> lower) .& ($0 .< upper) }
  }

  /// gradient <- gradient where the bit is set, and 0 elsewhere, whatever the gradient was.
  /// - Precondition: as many bytes as ``byteCount(for:)`` says.
  /// - Complexity: O(values); allocates nothing.
  public static func apply(_ mask: Span<UInt8>, to gradient: inout MutableSpan<Float>) {
    requireBytes(mask.count, for: gradient.count)
    let end = gradient.count & ~7
    var index = 0
    while index < end {
      let byte = unsafe mask[unchecked: index >> 3]
      gradient.store(kept(gradient.lanes(at: index), byte), at: index)
      index &+= 8
    }
    if end < gradient.count {
      gradient.storeLast(kept(gradient.lastLanes(at: end), mask[end >> 3]), at: end)
    }
  }

  private static var bits: SIMD8<Int32> { SIMD8(1, 2, 4, 8, 16, 32, 64, 128) }

  /// The lanes whose bit is set; the others become 0.
  @inline(__always)
  private static func kept(_ lanes: Lanes, _ byte: UInt8) -> Lanes {
    // Each lane shifts its bit into the sign and spreads it: comparisons of integer vectors are
    // loops over lanes on this toolchain, shifts and bitwise operations are not.
    let raised = SIMD8<Int32>(repeating: Int32(byte)) &<< SIMD8(31, 30, 29, 28, 27, 26, 25, 24)
    let spread = raised &>> SIMD8(repeating: 31)
    let bits = unsafe unsafeBitCast(lanes, to: SIMD8<Int32>.self) & spread
    return unsafe unsafeBitCast(bits, to: Lanes.self)
  }

  @inline(__always)
  private static func record(
    _ output: Span<Float>, in mask: inout MutableSpan<UInt8>,
    _ passes: (Lanes) -> SIMDMask<SIMD8<Int32>>
  ) {
    requireBytes(mask.count, for: output.count)
    @inline(__always)
    func byte(_ lanes: Lanes) -> UInt8 {
      let set = SIMD8<Int32>(repeating: 0).replacing(with: bits, where: passes(lanes))
      return UInt8(truncatingIfNeeded: set.wrappedSum())
    }
    let end = output.count & ~7
    var index = 0
    while index < end {
      unsafe mask[unchecked: index >> 3] = byte(output.lanes(at: index))
      index &+= 8
    }
    if end < output.count { mask[end >> 3] = byte(output.lastLanes(at: end)) }
  }

  private static func requireBytes(_ found: Int, for count: Int) {
    precondition(found == byteCount(for: count), "\(found) bytes for \(count) values' bits")
  }
}
