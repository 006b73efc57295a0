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
  /// The second projection is that of the box, with its guarantee. The first one is on the rounded
  /// bounds original - radius and original + radius, and as `intermediate` says on the range.
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
    let ball = Ball(radius: box.radius)
    let size = stepSize.pixels
    let clampsStep = intermediate == .ballAndRange

    @inline(__always)
    func next(
      _ previous: Lanes, _ current: Lanes, _ direction: Lanes, _ original: Lanes,
      _ range: LaneBounds
    ) -> Lanes {
      var stepped = ball.projectRoughly(
        current + direction.signs(times: size), around: original)
      if clampsStep { stepped = range.clamp(stepped) }
      let averaged = current + weight * (stepped - current) + (1 - weight) * (current - previous)
      let moved = averaged.replacing(with: current, where: direction .!= direction)
      return range.clamp(ball.project(moved, around: original))
    }
    previous.update(with: current, direction, box.original, range: box.range, next)
  }
}
