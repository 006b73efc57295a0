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

  /// Combines all values, in vectors of which the last is padded with zeros, from left to right.
  @inline(__always)
  func reduceLanes<Result>(_ initial: Result, _ combine: (Result, Lanes) -> Result) -> Result {
    var result = initial
    let end = count & ~7
    var index = 0
    while index < end {
      result = combine(result, lanes(at: index))
      index &+= 8
    }
    return end < count ? combine(result, lastLanes(at: end)) : result
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

extension MutableSpan<Double> {
  /// Eight values from `index` on.
  @inline(__always)
  func lanes(at index: Int) -> SIMD8<Double> {
    unsafe bytes.unsafeLoadUnaligned(
      fromUncheckedByteOffset: index &* MemoryLayout<Double>.stride, as: SIMD8<Double>.self)
  }

  /// Replaces eight values from `index` on.
  @inline(__always)
  mutating func store(_ lanes: SIMD8<Double>, at index: Int) {
    var bytes = unsafe mutableBytes
    unsafe bytes.storeBytes(
      of: lanes, toUncheckedByteOffset: index &* MemoryLayout<Double>.stride,
      as: SIMD8<Double>.self)
  }
}
