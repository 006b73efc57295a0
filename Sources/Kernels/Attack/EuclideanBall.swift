/// The points an attack in the Euclidean norm may reach: the ball around an image, cut with the
/// pixel range.
///
/// ## Guarantee
/// For an original inside the range, a projected point p satisfies ||p - o||_2 <= radius with the
/// differences rounded to `Float` and their squares summed as `Reduction` does, and every value
/// lies in its channel's range.
///
/// The ball is applied first, then the range, which only brings a point nearer to an original
/// inside it. This is not the nearest point of the intersection, but a point of it.
///
/// ## Edge Cases
/// A NaN in the point makes its norm NaN: the ball is then not applied, and the NaN is seen. A
/// radius of 0 gives the original.
public struct EuclideanBall: ~Escapable {
  /// The unperturbed values.
  public let original: Span<Float>
  /// Largest norm of the change of the whole image.
  public let radius: PixelBudget
  /// Valid values of each channel.
  public let range: ChannelRange

  /// Creates a ball around the values of one image, which it borrows.
  @_lifetime(copy original)
  public init(around original: Span<Float>, radius: PixelBudget, range: ChannelRange) {
    self.original = original
    self.radius = radius
    self.range = range
  }

  /// Moves a point towards the original as far as needed, then into the range.
  /// - Precondition: as many values as the original has.
  /// - Complexity: O(values), four passes as a rule; allocates nothing.
  public func project(_ point: inout MutableSpan<Float>) {
    requireEqualCounts(original.count, point.count)
    let limit = Double(radius.pixels)
    var norm = distance(point.span)
    // Rounding can leave a shrunk point outside by a last place of its largest values: it is then
    // shrunk by more, four times as much in every round, until it is inside or the original.
    var reserve = 0.0
    while norm > limit {
      let factor = Float(max(limit / norm * (1 - reserve), 0))
      point.update(with: original) { point, original in original + factor * (point - original) }
      reserve = max(4 * reserve, 0x1p-24)
      norm = distance(point.span)
    }
    point.update(with: original, range: range) { point, _, bounds in bounds.clamp(point) }
  }

  /// The norm of the difference to the original.
  /// - Complexity: O(values); allocates nothing.
  public func distance(_ point: Span<Float>) -> Double {
    PartialSums.sum(point, original) { point, original in
      let wide = SIMD8<Double>(point - original)
      return wide * wide
    }.squareRoot()
  }
}
