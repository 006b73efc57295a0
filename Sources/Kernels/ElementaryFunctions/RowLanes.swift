/// The elements from `index` on, up to eight; lanes behind the range hold `filler`.
@inline(__always)
func loadLanes(
  _ values: Span<Float>, at index: Int, in range: Range<Int>, filler: Float
) -> SIMD8<Float> {
  if index + 8 <= range.upperBound {
    precondition(index >= 0 && range.upperBound <= values.count, "lanes outside of the span")
    return unsafe values.bytes.unsafeLoadUnaligned(
      fromUncheckedByteOffset: index * MemoryLayout<Float>.stride, as: SIMD8<Float>.self)
  }
  var lanes = SIMD8<Float>(repeating: filler)
  for position in index..<range.upperBound { lanes[position - index] = values[position] }
  return lanes
}

/// Stores the lanes as the elements from `index` on; those behind the range are dropped.
@inline(__always)
func storeLanes(
  _ lanes: SIMD8<Float>, to results: inout MutableSpan<Float>, at index: Int, in range: Range<Int>
) {
  if index + 8 <= range.upperBound {
    var bytes = unsafe results.mutableBytes
    bytes.storeBytes(
      of: lanes, toByteOffset: index * MemoryLayout<Float>.stride, as: SIMD8<Float>.self)
  } else {
    for position in index..<range.upperBound { results[position] = lanes[position - index] }
  }
}
