// One pass over memory, in place. Every kernel without channels is one of these loops with its
// arithmetic written once: the values behind the last full vector are padded with zeros and take the
// same path.

extension MutableSpan<Float> {
  /// Replaces every value by `transform` of it.
  @inline(__always)
  mutating func update(_ transform: (Lanes) -> Lanes) {
    let end = count & ~7
    var index = 0
    while index < end {
      store(transform(lanes(at: index)), at: index)
      index &+= 8
    }
    if end < count { storeLast(transform(lastLanes(at: end)), at: end) }
  }

  /// Replaces every value by `transform` of it and the value of `first` at the same place.
  /// - Precondition: equal counts.
  @inline(__always)
  mutating func update(with first: Span<Float>, _ transform: (Lanes, Lanes) -> Lanes) {
    requireEqualCounts(count, first.count)
    let end = count & ~7
    var index = 0
    while index < end {
      store(transform(lanes(at: index), first.lanes(at: index)), at: index)
      index &+= 8
    }
    if end < count {
      storeLast(transform(lastLanes(at: end), first.lastLanes(at: end)), at: end)
    }
  }
}

/// Stops the program, naming both counts, when two arrays that are walked together differ.
@inline(__always)
func requireEqualCounts(_ count: Int, _ other: Int) {
  precondition(count == other, "\(other) values where \(count) were expected")
}
