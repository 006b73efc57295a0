/// Which positions of an axis are cut out of a scaled and padded image.
struct CropWindow {
  /// Extent of the crop.
  let extent: Int
  /// The positions of the crop that show the image; padding elsewhere.
  let inside: Range<Int>
  /// The position of the scaled image at the first of `inside`.
  let firstSource: Int

  /// Cuts `extent` positions, from `start` on, out of `scaled` positions with equal padding at
  /// both ends up to `extent`, the odd one at the far end.
  /// - Precondition: the crop lies inside the padded axis.
  init(_ scaled: Int, extent: Int, start: Int) {
    let padded = max(scaled, extent)
    precondition(
      start >= 0 && start <= padded - extent, "a crop of \(extent) from \(start) of \(padded)")
    let first = (padded - scaled) / 2 - start
    self.extent = extent
    inside = max(0, first)..<min(extent, first + scaled)
    firstSource = inside.lowerBound - first
  }

  /// The elements of `sources`, one for each position of the scaled axis, that are in the crop.
  func cut(_ sources: [Int]) -> [Int] {
    Array(sources[firstSource..<firstSource + inside.count])
  }
}
