/// The natural logarithm of `x`, within 0.85 ULP of the exact value (measured for every `x`).
///
/// Built from correctly rounded additions and multiplications alone, so the result has the same
/// bits on every processor; the C library's `logf` chooses an implementation by processor.
/// - Both zeros give -infinity, negative numbers and NaN give the default NaN, infinity gives
///   infinity; denormal `x` are as accurate as all others.
/// - `logarithm(1)` is exactly 0.
/// - Complexity: O(1), no allocation.
public func logarithm(_ x: Float) -> Float {
  // One algorithm for a lane and for a vector: their bits cannot part.
  logarithm(SIMD8(repeating: x))[0]
}

/// Replaces every value by its natural logarithm, with the bits of the scalar function.
/// - Complexity: O(count), no allocation.
public func replaceWithLogarithms(_ values: inout MutableSpan<Float>) {
  values.update { logarithm($0) }
}

/// The natural logarithm of every lane, with the bits of the scalar function.
///
/// x = 2^k m with sqrt(1/2) <= m < sqrt(2); with f = m - 1, which is exact,
/// log(1 + f) = f - f^2 / 2 + f^3 p(f), p the minimax polynomial of degree 8 (relative error of
/// the logarithm below 0.06 ULP).
@inline(__always)
func logarithm(_ x: Lanes) -> Lanes {
  // Denormal numbers become normal ones; the exponent is corrected below.
  let denormal = x .< .leastNormalMagnitude
  let normal = x.replacing(with: x * 33_554_432, where: denormal)

  let bits = unsafe unsafeBitCast(normal, to: SIMD8<Int32>.self)
  let bitsOfRootHalf: Int32 = 0x3F35_04F3
  let k = (bits &- bitsOfRootHalf) &>> 23
  let mantissa = unsafe unsafeBitCast(bits &- (k &<< 23), to: Lanes.self)
  let exponent = floats(k.replacing(with: k &- 25, where: denormal))

  let f = mantissa - 1
  var p = f * 6.746_62e-2 - 0.116_756_476
  p = p * f + 0.118_881_695
  p = p * f - 0.124_055_9
  p = p * f + 0.142_195_51
  p = p * f - 0.166_679_96
  p = p * f + 0.200_021_19
  p = p * f - 0.250_000_1
  p = p * f + 0.333_333_13
  let square = f * f
  // From the smallest term to the largest; ln 2 in two parts, the product with the first exact.
  var tail = (f * square) * p + exponent * -2.121_944_4e-4
  tail = tail - square * 0.5
  var result = (f + tail) + exponent * 0.693_359_375

  result.replace(with: -.infinity, where: x .== 0)
  result.replace(with: .nan, where: x .< 0)
  result.replace(with: x, where: x .== .infinity)
  return result.replacing(with: .nan, where: x .!= x)
}

/// The values of small integers (below 2^22 in magnitude) as floats, exactly.
@inline(__always)
private func floats(_ integers: SIMD8<Int32>) -> Lanes {
  // An integer in the low bits of 1.5 * 2^23; the conversion of the SIMD type goes lane by lane.
  let shifter = Lanes(repeating: 12_582_912)
  let bits = unsafe integers &+ unsafeBitCast(shifter, to: SIMD8<Int32>.self)
  return unsafe unsafeBitCast(bits, to: Lanes.self) - shifter
}
