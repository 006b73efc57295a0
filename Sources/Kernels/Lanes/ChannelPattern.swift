/// The bounds of the values of three vectors in a row, 24 values of three-channel pixels.
struct ChannelPattern {
  let first: LaneBounds
  let second: LaneBounds
  let third: LaneBounds

  // Never inlined: where the optimiser sees that a vector repeats three values, it no longer sees
  // that limiting by it is a single minimum.
  @inline(never)
  init(_ range: ChannelRange) {
    let lower = Self.vectors(range.lower)
    let upper = Self.vectors(range.upper)
    first = LaneBounds(lower: lower.0, upper: upper.0)
    second = LaneBounds(lower: lower.1, upper: upper.1)
    third = LaneBounds(lower: lower.2, upper: upper.2)
  }

  private static func vectors(_ values: SIMD3<Float>) -> (Lanes, Lanes, Lanes) {
    let (b, g, r) = (values.x, values.y, values.z)
    return (
      Lanes(b, g, r, b, g, r, b, g), Lanes(r, b, g, r, b, g, r, b), Lanes(g, r, b, g, r, b, g, r)
    )
  }
}
