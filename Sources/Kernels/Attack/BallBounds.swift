/// The bounds of the L-infinity ball for eight values, rounded inwards.
struct BallBounds {
  let bounds: LaneBounds

  /// The largest values at most `center + radius`, and the smallest ones at least `center - radius`.
  ///
  /// The rounding error of each sum is found exactly (Knuth's two-sum); where the rounded sum lies
  /// outside, the next value inwards is taken: for a normal x it is the nearest to x -+ |x| u with u
  /// just above half the spacing at 1 (Rump, Zimmermann, Boldo, Melquiond 2009). Sums in the
  /// subnormal range are exact and need none.
  @inline(__always)
  init(around center: Lanes, radius: Lanes) {
    let justAboveHalfSpacing: Float = 0x1.000002p-24
    let upper = center + radius
    let upperError = Self.error(of: upper, center, radius)
    let belowUpper = upper - upper.magnitudes * justAboveHalfSpacing
    let lower = center - radius
    let lowerError = Self.error(of: lower, center, -radius)
    let aboveLower = lower + lower.magnitudes * justAboveHalfSpacing
    bounds = LaneBounds(
      lower: lower.replacing(with: aboveLower, where: lowerError .> 0),
      upper: upper.replacing(with: belowUpper, where: upperError .< 0))
  }

  @inline(__always)
  func clamp(_ lanes: Lanes) -> Lanes { bounds.clamp(lanes) }

  /// a + b - sum, exactly, for `sum` the rounded a + b.
  @inline(__always)
  private static func error(of sum: Lanes, _ a: Lanes, _ b: Lanes) -> Lanes {
    let roundedB = sum - a
    return (a - (sum - roundedB)) + (b - roundedB)
  }
}
