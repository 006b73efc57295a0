/// The three-channel pixels of an image that an attack may change.
public struct PixelSelection: Hashable, Sendable {
  /// Whether each pixel is chosen, in row-major order.
  public let isChosen: [Bool]

  /// Chooses the pixels with the largest sums of magnitudes over their channels.
  ///
  /// Of equal sums the first in row-major order; a NaN counts as 0. Sums are rounded to `Float`
  /// twice, from left to right.
  /// - Precondition: three values a pixel; a count that is not negative.
  /// - Complexity: O(n log n) for n pixels.
  public init(largestOf direction: Span<Float>, count: Int) {
    precondition(direction.count % 3 == 0, "\(direction.count) values of three-channel pixels")
    precondition(count >= 0, "\(count) pixels")
    let pixels = direction.count / 3
    var sums = [Float](repeating: 0, count: pixels)
    for pixel in 0..<pixels {
      let sum =
        direction[3 * pixel].magnitude + direction[3 * pixel + 1].magnitude
        + direction[3 * pixel + 2].magnitude
      sums[pixel] = sum.isNaN ? 0 : sum
    }
    // By descending sums, then by place: a total order, so that any sort gives the same.
    let order = sums.indices.sorted {
      sums[$0] != sums[$1] ? sums[$0] > sums[$1] : $0 < $1
    }
    var isChosen = [Bool](repeating: false, count: pixels)
    for pixel in order.prefix(count) { isChosen[pixel] = true }
    self.isChosen = isChosen
  }

  /// Sets the values of all other pixels to 0.
  /// - Precondition: as many pixels as chosen from.
  /// - Complexity: O(values); allocates nothing.
  public func restrict(_ direction: inout MutableSpan<Float>) {
    requireEqualCounts(direction.count, 3 * isChosen.count)
    for pixel in isChosen.indices where !isChosen[pixel] {
      for channel in 0..<3 { direction[3 * pixel + channel] = 0 }
    }
  }
}
