// Loads and stores of whole vectors. The loops that use them have compared all counts before they
// start, so nothing is checked again for every vector.

extension Span<Float> {
  /// Eight values from `index` on.
  @inline(__always)
  func lanes(at index: Int) -> Lanes {
    unsafe bytes.unsafeLoadUnaligned(
      fromUncheckedByteOffset: index &* MemoryLayout<Float>.stride, as: Lanes.self)
  }

  /// The values from `index` to the end, fewer than eight, followed by zeros.
  @inline(__always)
  func lastLanes(at index: Int) -> Lanes {
    var lanes = Lanes(repeating: 0)
    for lane in 0..<(count - index) { lanes[lane] = self[index + lane] }
    return lanes
  }

  /// Visits all values in vectors, the last one padded with zeros.
  @inline(__always)
  func forEachLanes(_ body: (Lanes) -> Void) {
    let end = count & ~7
    var index = 0
    while index < end {
      body(lanes(at: index))
      index &+= 8
    }
    if end < count { body(lastLanes(at: end)) }
  }
}

extension MutableSpan<Float> {
  /// Eight values from `index` on.
  @inline(__always)
  func lanes(at index: Int) -> Lanes {
    unsafe bytes.unsafeLoadUnaligned(
      fromUncheckedByteOffset: index &* MemoryLayout<Float>.stride, as: Lanes.self)
  }

  /// The values from `index` to the end, fewer than eight, followed by zeros.
  @inline(__always)
  func lastLanes(at index: Int) -> Lanes {
    var lanes = Lanes(repeating: 0)
    for lane in 0..<(count - index) { lanes[lane] = self[index + lane] }
    return lanes
  }

  /// Replaces eight values from `index` on.
  @inline(__always)
  mutating func store(_ lanes: Lanes, at index: Int) {
    var bytes = unsafe mutableBytes
    unsafe bytes.storeBytes(
      of: lanes, toUncheckedByteOffset: index &* MemoryLayout<Float>.stride, as: Lanes.self)
  }

  /// Replaces the values from `index` to the end, fewer than eight, by the first lanes.
  @inline(__always)
  mutating func storeLast(_ lanes: Lanes, at index: Int) {
    for lane in 0..<(count - index) { self[index + lane] = lanes[lane] }
  }
}
