/// Three vectors that repeat the values of three channels, as 24 values of an NHWC image have them.
struct ChannelPattern {
  let vectors: (Lanes, Lanes, Lanes)

  @inline(__always)
  init(_ values: SIMD3<Float>) {
    let (b, g, r) = (values.x, values.y, values.z)
    vectors = (
      Lanes(b, g, r, b, g, r, b, g), Lanes(r, b, g, r, b, g, r, b), Lanes(g, r, b, g, r, b, g, r)
    )
  }
}

/// Walks `count` values of three-channel pixels in vectors, with the bounds of each vector's channels.
///
/// `full` sees vectors of eight values, `last` the place of the values, fewer than eight, behind
/// them. Both are inlined, so that a kernel is one loop of three vectors a round.
@inline(__always)
func forEachLanes(
  count: Int, range: ChannelRange, full: (_ index: Int, _ bounds: LaneBounds) -> Void,
  last: (_ index: Int, _ bounds: LaneBounds) -> Void
) {
  let lower = ChannelPattern(range.lower).vectors
  let upper = ChannelPattern(range.upper).vectors
  let first = LaneBounds(lower: lower.0, upper: upper.0)
  let second = LaneBounds(lower: lower.1, upper: upper.1)
  let third = LaneBounds(lower: lower.2, upper: upper.2)
  var index = 0
  while index &+ 24 <= count {
    full(index, first)
    full(index &+ 8, second)
    full(index &+ 16, third)
    index &+= 24
  }
  if index &+ 8 <= count {
    full(index, first)
    index &+= 8
    if index &+ 8 <= count {
      full(index, second)
      index &+= 8
      if index < count { last(index, third) }
    } else if index < count {
      last(index, second)
    }
  } else if index < count {
    last(index, first)
  }
}
