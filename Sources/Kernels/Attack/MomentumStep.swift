/// The step of Auto-PGD: a signed step, averaged with the last move.
///
/// Croce and Hein, "Reliable evaluation of adversarial robustness with an ensemble of diverse
/// parameter-free attacks" (arXiv 2003.01690), algorithm 1, lines 7 and 8.
public enum MomentumStep {
  /// Where the signed step is projected to before it is averaged.
  public enum IntermediateProjection: Sendable {
    /// On the ball alone, as in the published code of DGBA.
    case ball
    /// On the ball and the range, as Croce and Hein have it.
    case ballAndRange
  }

  /// Replaces the previous point by the next one, in one pass.
  ///
  /// With x the current and p the previous point, in this order of operations:
  ///
  ///     z    = project(x + stepSize * sign(direction))
  ///     next = project((x + weight * (z - x)) + (1 - weight) * (x - p))
  ///
  /// The second projection is on the box, with its guarantee; the first as `intermediate` says.
  ///
  /// ## Edge Cases
  /// Where the direction is NaN, the next value is the current one, projected: neither step nor
  /// momentum moves it. sign(0) and sign(-0) are 0. A NaN in a point ends in the next point.
  /// - Parameters:
  ///   - previous: the point before the current one; receives the next one.
  ///   - current: the point where the direction was taken.
  ///   - weight: share of the signed step, 0.75 in the paper; the rest is the last move's.
  /// - Precondition: points, direction and box have the same number of values.
  /// - Complexity: O(values); reads four arrays, writes one, allocates nothing.
  public static func advance(
    _ previous: inout MutableSpan<Float>, from current: Span<Float>,
    along direction: Span<Float>, stepSize: PixelBudget, weight: Float,
    within box: borrowing PerturbationBox, intermediate: IntermediateProjection
  ) {
    let original = box.original
    requireEqualCounts(original.count, previous.count)
    requireEqualCounts(original.count, current.count)
    requireEqualCounts(original.count, direction.count)
    let rule = MomentumRule(
      radius: Lanes(repeating: box.radius.pixels), stepSize: stepSize.pixels, weight: weight)
    // Two loops, so that the choice costs nothing inside either of them.
    switch intermediate {
    case .ball:
      forEachLanes(count: previous.count, range: box.range) { index, bounds in
        let next = rule.next(
          current: current.lanes(at: index), previous: previous.lanes(at: index),
          direction: direction.lanes(at: index), original: original.lanes(at: index),
          bounds: bounds, clampingStep: false)
        previous.store(next, at: index)
      } last: { index, bounds in
        let next = rule.next(
          current: current.lastLanes(at: index), previous: previous.lastLanes(at: index),
          direction: direction.lastLanes(at: index), original: original.lastLanes(at: index),
          bounds: bounds, clampingStep: false)
        previous.storeLast(next, at: index)
      }
    case .ballAndRange:
      forEachLanes(count: previous.count, range: box.range) { index, bounds in
        let next = rule.next(
          current: current.lanes(at: index), previous: previous.lanes(at: index),
          direction: direction.lanes(at: index), original: original.lanes(at: index),
          bounds: bounds, clampingStep: true)
        previous.store(next, at: index)
      } last: { index, bounds in
        let next = rule.next(
          current: current.lastLanes(at: index), previous: previous.lastLanes(at: index),
          direction: direction.lastLanes(at: index), original: original.lastLanes(at: index),
          bounds: bounds, clampingStep: true)
        previous.storeLast(next, at: index)
      }
    }
  }
}

/// The arithmetic of `MomentumStep` for one vector.
private struct MomentumRule {
  let radius: Lanes
  let stepSize: Float
  let weight: Float

  @inline(__always)
  func next(
    current: Lanes, previous: Lanes, direction: Lanes, original: Lanes, bounds: LaneBounds,
    clampingStep: Bool
  ) -> Lanes {
    let ball = BallBounds(around: original, radius: radius)
    var stepped = ball.clamp(current + direction.signs(times: stepSize))
    if clampingStep { stepped = bounds.clamp(stepped) }
    let averaged = current + weight * (stepped - current) + (1 - weight) * (current - previous)
    let moved = averaged.replacing(with: current, where: direction .!= direction)
    return bounds.clamp(ball.clamp(moved))
  }
}
