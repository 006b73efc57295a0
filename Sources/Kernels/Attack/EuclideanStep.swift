/// Steps along unit vectors, for perturbations that are measured by the Euclidean norm.
public enum EuclideanStep {
  /// x <- x + length * direction / ||direction||_2.
  ///
  /// The norm is summed in double precision in the order of `Reduction.squaredL2Norm`; length over
  /// norm is rounded to `Float` once.
  ///
  /// ## Edge Cases
  /// Without a direction, that is when its norm is 0, infinite or NaN, the point stays.
  /// - Precondition: equal counts.
  /// - Complexity: O(values), two passes over the direction; allocates nothing.
  public static func move(
    _ point: inout MutableSpan<Float>, along direction: Span<Float>, length: PixelBudget
  ) {
    requireEqualCounts(point.count, direction.count)
    let norm = Reduction.squaredL2Norm(direction).squareRoot()
    guard norm > 0, norm.isFinite else { return }
    let scale = Float(Double(length.pixels) / norm)
    // A direction so short that the factor overflows is none.
    guard scale.isFinite else { return }
    LinearCombination.accumulate(direction, weight: scale, into: &point)
  }

  /// previous <- (current + weight * (stepped - current)) + (1 - weight) * (current - previous):
  /// the average of a step with the last move, before its projection (Croce and Hein 2020,
  /// algorithm 1, line 8).
  /// - Precondition: equal counts.
  /// - Complexity: O(values), one pass; allocates nothing.
  public static func average(
    _ previous: inout MutableSpan<Float>, from current: Span<Float>, stepped: Span<Float>,
    weight: Float
  ) {
    requireEqualCounts(previous.count, current.count)
    requireEqualCounts(previous.count, stepped.count)
    let end = previous.count & ~7
    var index = 0
    while index < end {
      let next = averaged(
        previous.lanes(at: index), current.lanes(at: index), stepped.lanes(at: index), weight)
      previous.store(next, at: index)
      index &+= 8
    }
    guard end < previous.count else { return }
    let next = averaged(
      previous.lastLanes(at: end), current.lastLanes(at: end), stepped.lastLanes(at: end), weight)
    previous.storeLast(next, at: end)
  }

  @inline(__always)
  private static func averaged(
    _ previous: Lanes, _ current: Lanes, _ stepped: Lanes, _ weight: Float
  ) -> Lanes {
    current + weight * (stepped - current) + (1 - weight) * (current - previous)
  }
}
