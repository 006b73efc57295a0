// One pass over three-channel pixels, in place, with the range of each value's channel. As in
// MutableSpan+Update.swift, with a round of three vectors, after which channels repeat.

extension MutableSpan<Float> {
  /// Replaces every value by `transform` of it, the value of `first` at the same place, and the range.
  /// - Precondition: equal counts.
  @inline(__always)
  mutating func update(
    with first: Span<Float>, range: ChannelRange,
    _ transform: (Lanes, Lanes, LaneBounds) -> Lanes
  ) {
    requireEqualCounts(count, first.count)
    let pattern = ChannelPattern(range)
    var index = 0
    while index &+ 24 <= count {
      store(transform(lanes(at: index), first.lanes(at: index), pattern.first), at: index)
      store(
        transform(lanes(at: index &+ 8), first.lanes(at: index &+ 8), pattern.second),
        at: index &+ 8)
      store(
        transform(lanes(at: index &+ 16), first.lanes(at: index &+ 16), pattern.third),
        at: index &+ 16)
      index &+= 24
    }
    var bounds = pattern.first
    if index &+ 8 <= count {
      store(transform(lanes(at: index), first.lanes(at: index), bounds), at: index)
      bounds = pattern.second
      index &+= 8
    }
    if index &+ 8 <= count {
      store(transform(lanes(at: index), first.lanes(at: index), bounds), at: index)
      bounds = pattern.third
      index &+= 8
    }
    if index < count {
      storeLast(transform(lastLanes(at: index), first.lastLanes(at: index), bounds), at: index)
    }
  }

  /// Replaces every value by `transform` of it, those of `first` and `second` at the same place, and the range.
  /// - Precondition: equal counts.
  @inline(__always)
  mutating func update(
    with first: Span<Float>, _ second: Span<Float>, range: ChannelRange,
    _ transform: (Lanes, Lanes, Lanes, LaneBounds) -> Lanes
  ) {
    requireEqualCounts(count, first.count)
    requireEqualCounts(count, second.count)
    let pattern = ChannelPattern(range)
    var index = 0
    while index &+ 24 <= count {
      store(
        transform(lanes(at: index), first.lanes(at: index), second.lanes(at: index), pattern.first),
        at: index)
      store(
        transform(
          lanes(at: index &+ 8), first.lanes(at: index &+ 8), second.lanes(at: index &+ 8),
          pattern.second), at: index &+ 8)
      store(
        transform(
          lanes(at: index &+ 16), first.lanes(at: index &+ 16), second.lanes(at: index &+ 16),
          pattern.third), at: index &+ 16)
      index &+= 24
    }
    var bounds = pattern.first
    if index &+ 8 <= count {
      store(
        transform(lanes(at: index), first.lanes(at: index), second.lanes(at: index), bounds),
        at: index)
      bounds = pattern.second
      index &+= 8
    }
    if index &+ 8 <= count {
      store(
        transform(lanes(at: index), first.lanes(at: index), second.lanes(at: index), bounds),
        at: index)
      bounds = pattern.third
      index &+= 8
    }
    if index < count {
      storeLast(
        transform(
          lastLanes(at: index), first.lastLanes(at: index), second.lastLanes(at: index), bounds),
        at: index)
    }
  }

  /// Replaces every value by `transform` of it, those of `first`, `second` and `third` at the same place, and the range.
  /// - Precondition: equal counts.
  @inline(__always)
  mutating func update(
    with first: Span<Float>, _ second: Span<Float>, _ third: Span<Float>, range: ChannelRange,
    _ transform: (Lanes, Lanes, Lanes, Lanes, LaneBounds) -> Lanes
  ) {
    requireEqualCounts(count, first.count)
    requireEqualCounts(count, second.count)
    requireEqualCounts(count, third.count)
    let pattern = ChannelPattern(range)
    var index = 0
    while index &+ 24 <= count {
      store(
        transform(
          lanes(at: index), first.lanes(at: index), second.lanes(at: index), third.lanes(at: index),
          pattern.first), at: index)
      store(
        transform(
          lanes(at: index &+ 8), first.lanes(at: index &+ 8), second.lanes(at: index &+ 8),
          third.lanes(at: index &+ 8), pattern.second), at: index &+ 8)
      store(
        transform(
          lanes(at: index &+ 16), first.lanes(at: index &+ 16), second.lanes(at: index &+ 16),
          third.lanes(at: index &+ 16), pattern.third), at: index &+ 16)
      index &+= 24
    }
    var bounds = pattern.first
    if index &+ 8 <= count {
      store(
        transform(
          lanes(at: index), first.lanes(at: index), second.lanes(at: index), third.lanes(at: index),
          bounds), at: index)
      bounds = pattern.second
      index &+= 8
    }
    if index &+ 8 <= count {
      store(
        transform(
          lanes(at: index), first.lanes(at: index), second.lanes(at: index), third.lanes(at: index),
          bounds), at: index)
      bounds = pattern.third
      index &+= 8
    }
    if index < count {
      storeLast(
        transform(
          lastLanes(at: index), first.lastLanes(at: index), second.lastLanes(at: index),
          third.lastLanes(at: index), bounds), at: index)
    }
  }
}
