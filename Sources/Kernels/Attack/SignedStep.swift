/// The step of FGSM and PGD: along the sign of a direction, then back into the box.
public enum SignedStep {
  /// x <- project(x + stepSize * sign(direction)), in one pass.
  ///
  /// The projection is that of `box`, with its guarantee: on the ball, then on the range. A box with
  /// the range `.unbounded` gives the step that is projected on the ball alone.
  ///
  /// ## Edge Cases
  /// sign(0) and sign(-0) are 0. A NaN in the direction leaves its value unchanged, apart from the
  /// projection; an infinity counts by its sign. A NaN in the point stays there.
  /// - Precondition: point, direction and box have the same number of values.
  /// - Complexity: O(values); reads three arrays, writes one, allocates nothing.
  public static func apply(
    to point: inout MutableSpan<Float>, along direction: Span<Float>, stepSize: PixelBudget,
    within box: borrowing PerturbationBox
  ) {
    let ball = Ball(radius: box.radius)
    let size = stepSize.pixels

    @inline(__always)
    func next(_ x: Lanes, _ direction: Lanes, _ original: Lanes, _ range: LaneBounds) -> Lanes {
      range.clamp(ball.project(x + direction.signs(times: size), around: original))
    }
    point.update(with: direction, box.original, range: box.range, next)
  }
}
