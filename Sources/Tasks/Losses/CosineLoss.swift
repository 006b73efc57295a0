/// 1 - cosine of the angle between predicted and true direction.
///
/// As published, vectors pass through `normalize` (v / max(|v|, 1e-12)) and then through
/// `cosine_similarity` (each divided by max(|v|, 1e-8)); the two safeguards differ in their
/// gradients and both matter for predictions of length zero. All in double precision.
enum CosineLoss {
  private static var smallestNorm: Double { 1e-12 }
  private static var smallestCosineNorm: Double { 1e-8 }

  /// A label's vector after both normalisations; zero for the zero vector.
  static func targetDirection(of vector: SIMD3<Float>) -> SIMD3<Double> {
    let vector = SIMD3<Double>(vector)
    let normalized = vector / max(norm(vector), smallestNorm)
    return normalized / max(norm(normalized), smallestCosineNorm)
  }

  /// The sum over the valid pixels.
  static func sum(
    of prediction: Span<Float>, directions: Span<Float>, validity: Span<Bool>
  ) -> Double {
    var sum = 0.0
    for pixel in 0..<validity.count where validity[pixel] {
      sum += 1 - cosine(vector(prediction, pixel), vector(directions, pixel)).value
    }
    return sum
  }

  /// The same; writes `factor` times the sum's gradient.
  static func sum(
    of prediction: Span<Float>, directions: Span<Float>, validity: Span<Bool>, factor: Double,
    gradient: inout MutableSpan<Float>
  ) -> Double {
    var sum = 0.0
    for pixel in 0..<validity.count {
      var slope = SIMD3<Double>.zero
      if validity[pixel] {
        let cosine = cosine(vector(prediction, pixel), vector(directions, pixel))
        sum += 1 - cosine.value
        slope = cosine.gradient * -factor
      }
      for channel in 0..<3 { gradient[3 * pixel + channel] = Float(slope[channel]) }
    }
    return sum
  }

  /// The cosine and its gradient with respect to the prediction.
  @inline(__always)
  private static func cosine(
    _ prediction: SIMD3<Double>, _ target: SIMD3<Double>
  ) -> (value: Double, gradient: SIMD3<Double>) {
    let length = norm(prediction)
    let divisor = max(length, smallestNorm)
    let unit = prediction / divisor
    let unitLength = norm(unit)
    let unitDivisor = max(unitLength, smallestCosineNorm)
    let value = dot(unit, target) / unitDivisor

    // Back through the cosine. Its safeguard replaces the norm's value but not its derivative,
    // which is taken as zero for the zero vector.
    var slope = target / unitDivisor
    if unitLength > 0 { slope -= unit * (value / (unitDivisor * unitLength)) }
    // Back through the normalisation, whose safeguard stops the derivative of the norm.
    var gradient = slope / divisor
    if length >= smallestNorm {
      gradient -= prediction * (dot(slope, prediction) / (divisor * divisor * length))
    }
    return (value, gradient)
  }

  @inline(__always)
  private static func vector(_ values: Span<Float>, _ pixel: Int) -> SIMD3<Double> {
    SIMD3(
      Double(values[3 * pixel]), Double(values[3 * pixel + 1]), Double(values[3 * pixel + 2]))
  }

  @inline(__always)
  private static func dot(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double {
    a.x * b.x + a.y * b.y + a.z * b.z
  }

  @inline(__always)
  private static func norm(_ vector: SIMD3<Double>) -> Double { dot(vector, vector).squareRoot() }
}
