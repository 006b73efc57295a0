/// The vector every kernel works with: eight floats, one AVX2 register.
///
/// A fixed width rather than the processor's widest, so that the order of every reduction, and with
/// it every result, is the same on all processors.
typealias Lanes = SIMD8<Float>

extension SIMD8<Float> {
  /// Every lane without its sign; a NaN stays a NaN.
  @inline(__always)
  var magnitudes: Self {
    let bits = unsafe unsafeBitCast(self, to: SIMD8<UInt32>.self) & 0x7FFF_FFFF
    return unsafe unsafeBitCast(bits, to: Self.self)
  }

  /// The bits of every lane without its sign: they order magnitudes as integers, NaN above infinity.
  @inline(__always)
  var magnitudeBits: SIMD8<Int32> {
    unsafe unsafeBitCast(self, to: SIMD8<Int32>.self) & 0x7FFF_FFFF
  }

  // `pointwiseMin`, `pointwiseMax` and `clamped` are loops over lanes on this toolchain; a comparison
  // with a replacement becomes one machine instruction.

  /// The lanes, those above `bound` replaced by it; a NaN in either leaves the lane as it is.
  @inline(__always)
  func limited(toAtMost bound: Self) -> Self { replacing(with: bound, where: bound .< self) }

  /// The lanes, those below `bound` replaced by it; a NaN in either leaves the lane as it is.
  @inline(__always)
  func limited(toAtLeast bound: Self) -> Self { replacing(with: bound, where: bound .> self) }

  /// `magnitude`, not negative, with the sign of every lane; 0 for zeros of either sign and for NaN.
  @inline(__always)
  func signs(times magnitude: Float) -> Self {
    let signs = unsafe unsafeBitCast(self, to: SIMD8<UInt32>.self) & 0x8000_0000
    let signed = unsafe unsafeBitCast(signs | magnitude.bitPattern, to: Self.self)
    // Both comparisons together are one instruction, which is false for NaN.
    return Self(repeating: 0).replacing(with: signed, where: (self .< 0) .| (self .> 0))
  }

  /// The lanes in double precision, exactly.
  ///
  /// Written out, since the converting initialiser of the standard library is not always inlined.
  @inline(__always)
  var doubles: SIMD8<Double> {
    SIMD8<Double>(
      Double(self[0]), Double(self[1]), Double(self[2]), Double(self[3]), Double(self[4]),
      Double(self[5]), Double(self[6]), Double(self[7]))
  }
}
