// Loads and stores for rows inside of a longer span: the last vector of a row must not reach into
// the next one. The loops that use them have compared the row with the span before they start.

extension Span<Float> {
  /// The values from `index` on, up to eight; lanes behind the row hold `filler`.
  @inline(__always)
  func lanes(at index: Int, in row: Range<Int>, filler: Float) -> Lanes {
    if index + 8 <= row.upperBound { return lanes(at: index) }
    var lanes = Lanes(repeating: filler)
    for position in index..<row.upperBound { lanes[position - index] = self[position] }
    return lanes
  }
}

extension MutableSpan<Float> {
  /// Replaces the values from `index` on, up to eight; lanes behind the row are dropped.
  @inline(__always)
  mutating func store(_ lanes: Lanes, at index: Int, in row: Range<Int>) {
    if index + 8 <= row.upperBound { return store(lanes, at: index) }
    for position in index..<row.upperBound { self[position] = lanes[position - index] }
  }
}
