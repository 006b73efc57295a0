/// Projections on the L-infinity ball around an image, for eight values.
struct Ball {
  private let radius: Lanes

  @inline(__always)
  init(radius: PixelBudget) { self.radius = Lanes(repeating: radius.pixels) }

  /// Moves values to the nearest ones within `radius` of `center`, exactly.
  ///
  /// Values and centers are mirrored where the value is the smaller one, so that a single bound is
  /// left: center + radius, rounded downwards. Where the rounded sum is above the exact one, the next
  /// value below it is taken. That is so exactly when sum - center or sum - radius, rounded, is above
  /// the other summand: a rounded difference is above a float only if the exact one is, and the
  /// difference from the summand of the larger magnitude is not rounded (Dekker 1971). Subnormal
  /// sums are exact.
  @inline(__always)
  func project(_ values: Lanes, around center: Lanes) -> Lanes {
    let mirror = (values - center).signBits
    let center = center.flipped(by: mirror)
    let sum = center + radius
    let isAbove = ((sum - center) .> radius) .| ((sum - radius) .> center)
    let bound = sum.steppedDown(where: isAbove)
    return values.flipped(by: mirror).limited(toAtMost: bound).flipped(by: mirror)
  }

  /// Moves values between the rounded center - radius and center + radius.
  ///
  /// The result can be outside by half a unit in the last place: for points on the way only.
  @inline(__always)
  func projectRoughly(_ values: Lanes, around center: Lanes) -> Lanes {
    values.limited(toAtMost: center + radius).limited(toAtLeast: center - radius)
  }
}

extension SIMD8<Float> {
  /// The sign bit of every lane, all other bits 0.
  @inline(__always)
  fileprivate var signBits: SIMD8<UInt32> {
    unsafe unsafeBitCast(self, to: SIMD8<UInt32>.self) & 0x8000_0000
  }

  /// The lanes with `bits` flipped: with sign bits, a product with 1 and -1.
  @inline(__always)
  fileprivate func flipped(by bits: SIMD8<UInt32>) -> Self {
    let flipped = unsafe unsafeBitCast(self, to: SIMD8<UInt32>.self) ^ bits
    return unsafe unsafeBitCast(flipped, to: Self.self)
  }

  /// The next smaller values where `mask` is set, for lanes that are normal numbers there.
  ///
  /// They are the nearest to x - |x| u, with u just above half the spacing of floats at 1 (Rump,
  /// Zimmermann, Boldo and Melquiond, "Computing predecessor and successor in rounding to nearest",
  /// 2009). In floating point, since with integers the minimum that follows is no longer one
  /// instruction.
  @inline(__always)
  fileprivate func steppedDown(where mask: SIMDMask<SIMD8<Int32>>) -> Self {
    let steps = Self(repeating: 0).replacing(with: 0x1.000002p-24 * magnitudes, where: mask)
    return self - steps
  }
}
