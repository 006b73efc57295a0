/// e to the power of `x`, within 0.97 ULP of the exact value (measured for every `x`).
///
/// Built from correctly rounded additions and multiplications alone, so the result has the same
/// bits on every processor; the C library's `expf` chooses an implementation by processor.
/// - NaN gives the default NaN, -infinity gives 0, infinity and every `x` above 88.7228 give
///   infinity; `x` below -103.9721 gives 0; results below 2^-126 are denormal, rounded once more.
/// - `exponential(0)` and `exponential(-0.0)` are exactly 1.
/// - Complexity: O(1), no allocation.
public func exponential(_ x: Float) -> Float {
  // One algorithm for a lane and for a vector: their bits cannot part.
  exponential(SIMD8(repeating: x))[0]
}

/// Replaces every value by e to the power of it, with the bits of the scalar function.
/// - Complexity: O(count), no allocation.
public func replaceWithExponentials(_ values: inout MutableSpan<Float>) {
  values.update { exponential($0) }
}

/// e to the power of every lane, with the bits of the scalar function.
///
/// x = k ln 2 + r with |r| <= ln 2 / 2; exp(r) = 1 + r + r^2 q(r), q the minimax polynomial of
/// degree 5 (relative error of exp(r) below 0.02 ULP); then two exact or once rounded scalings
/// by powers of two, since 2^k itself may be outside the range of normal numbers.
@inline(__always)
func exponential(_ x: Lanes) -> Lanes {
  // Outside of these the result is 0 or infinity, and k would leave the exponent's range.
  var bounded = x.replacing(with: -104, where: x .< -104)
  bounded.replace(with: 89, where: bounded .> 89)

  // Adding 1.5 * 2^23 rounds to the nearest integer and leaves it in the low bits.
  let shifter = Lanes(repeating: 12_582_912)
  let shifted = bounded * 1.442_695_04 + shifter
  let multiple = shifted - shifter
  let k =
    unsafe unsafeBitCast(shifted, to: SIMD8<Int32>.self)
    &- unsafeBitCast(shifter, to: SIMD8<Int32>.self)

  // ln 2 in two parts: the first has 9 bits, so that its product with k is exact.
  let r = (bounded - multiple * 0.693_359_375) - multiple * -2.121_944_4e-4
  var q = r * 1.979_034_7e-4 + 1.394_465_7e-3
  q = q * r + 8.333_497e-3
  q = q * r + 4.166_629_5e-2
  q = q * r + 0.166_666_66
  q = q * r + 0.5
  let power = ((r * r) * q + r) + 1

  let half = k &>> 1
  let result = power * powerOfTwo(half) * powerOfTwo(k &- half)
  return result.replacing(with: .nan, where: x .!= x)
}

/// 2^k for k in -126...127.
@inline(__always)
private func powerOfTwo(_ k: SIMD8<Int32>) -> Lanes {
  unsafe unsafeBitCast((k &+ 127) &<< 23, to: Lanes.self)
}
