/// Lower and upper bounds of the eight values a vector holds.
struct LaneBounds {
  let lower: Lanes
  let upper: Lanes

  @inline(__always)
  init(lower: Lanes, upper: Lanes) {
    self.lower = lower
    self.upper = upper
  }

  /// The same bounds for all values.
  /// - Precondition: `lower <= upper`.
  @inline(__always)
  init(lower: Float, upper: Float) {
    precondition(lower <= upper, "bounds from \(lower) to \(upper)")
    self.init(lower: Lanes(repeating: lower), upper: Lanes(repeating: upper))
  }

  @inline(__always)
  func clamp(_ lanes: Lanes) -> Lanes {
    lanes.limited(toAtMost: upper).limited(toAtLeast: lower)
  }
}
