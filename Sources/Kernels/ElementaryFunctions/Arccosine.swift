/// The angle in radians, 0...π, whose cosine is `x`, within 1.2 ULP of the exact value.
///
/// Built from correctly rounded operations alone (sums, products, square roots), so the result has
/// the same bits on every processor; the C library's `acos` chooses an implementation by processor.
/// - NaN and every `x` outside of -1...1 give NaN.
/// - `arccosine(1)` is exactly 0; near 1 the result is as accurate as `x` is.
/// - Complexity: O(1), no allocation.
public func arccosine(_ x: Double) -> Double {
  // One algorithm for a lane and for a vector: their bits cannot part.
  arccosine(SIMD8(repeating: x))[0]
}

/// Replaces every value by the angle whose cosine it is, with the bits of the scalar function.
/// - Complexity: O(count), no allocation.
public func replaceWithArccosines(_ values: inout MutableSpan<Double>) {
  let end = values.count & ~7
  var index = 0
  while index < end {
    values.store(arccosine(values.lanes(at: index)), at: index)
    index &+= 8
  }
  while index < values.count {
    values[index] = arccosine(values[index])
    index &+= 1
  }
}

/// The angle of every lane, with the bits of the scalar function.
///
/// Up to 1/2, acos x = π/2 - asin x; beyond, acos x = 2 asin s with s = sqrt((1 - x) / 2), where
/// 1 - x is exact; and acos(-x) = π - acos x. On 0...1/2, asin s = s + s z p(z) with z = s^2, p the
/// interpolation of degree 12 in Chebyshev's points (relative error below 0.04 ULP). Constants that
/// are not numbers of 64 bits are in two parts.
@inline(__always)
private func arccosine(_ x: SIMD8<Double>) -> SIMD8<Double> {
  let isNegative = x .< 0
  let magnitude = x.replacing(with: -x, where: isNegative)
  let isLarge = magnitude .> 0.5

  let half = (1 - magnitude) * 0.5
  let z = (magnitude * magnitude).replacing(with: half, where: isLarge)
  let s = magnitude.replacing(with: half.squareRoot(), where: isLarge)

  var p = z * 0.028_757_851_367_421_566 - 0.014_851_887_071_247_204
  p = p * z + 0.017_400_879_442_694_02
  p = p * z + 0.005_457_506_718_640_358
  p = p * z + 0.010_322_814_350_185_78
  p = p * z + 0.011_479_177_415_184_906
  p = p * z + 0.013_971_212_973_552_933
  p = p * z + 0.017_352_392_720_869_973
  p = p * z + 0.022_372_172_942_149_89
  p = p * z + 0.030_381_944_138_531_247
  p = p * z + 0.044_642_857_146_355_43
  p = p * z + 0.074_999_999_999_984_33
  p = p * z + 0.166_666_666_666_666_69
  let arcsine = s + (s * z) * p

  let rest = 6.123_233_995_736_766e-17
  let signed = arcsine.replacing(with: -arcsine, where: isNegative)
  let quarter = 1.570_796_326_794_896_6 - (signed - rest)
  let double = arcsine + arcsine
  let obtuse = 3.141_592_653_589_793_1 - (double - 2 * rest)
  // Outside of -1...1 and for NaN the square root or the magnitude has made it NaN.
  return quarter.replacing(
    with: double.replacing(with: obtuse, where: isNegative), where: isLarge)
}
