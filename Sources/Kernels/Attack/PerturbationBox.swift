/// The points an L-infinity attack may reach: the ball around an image, cut with the pixel range.
///
/// Values are those of three-channel pixels in NHWC order; the channel of the value at `index` is
/// `index % 3`. An image, or a batch of images that share the radius.
///
/// ## Guarantee
/// A projected value p of an original value o satisfies |p - o| <= radius as real numbers, and
/// therefore also when the difference is rounded to `Float` or to `Double`, and lower <= p <= upper of
/// its channel. Rounding `o + radius` would break the first inequality by half a unit in the last
/// place; where it does, the bound is the next value inwards.
///
/// The ball is applied first, then the range: for an original outside the range, the range wins.
///
/// ## Edge Cases
/// A NaN in the point stays there, so that it is seen. A NaN in the original leaves its value to the
/// range alone; an infinity draws it to the end of the range. A radius of 0 gives the original.
public struct PerturbationBox: ~Escapable {
  /// The unperturbed values.
  public let original: Span<Float>
  /// Largest change of a value.
  public let radius: PixelBudget
  /// Valid values of each channel.
  public let range: ChannelRange

  /// Creates a box around values that it borrows.
  @_lifetime(copy original)
  public init(around original: Span<Float>, radius: PixelBudget, range: ChannelRange) {
    self.original = original
    self.radius = radius
    self.range = range
  }

  /// Moves every value of a point to the nearest one inside the box.
  /// - Precondition: as many values as the original has.
  /// - Complexity: O(values), one pass; allocates nothing.
  public func project(_ point: inout MutableSpan<Float>) {
    let ball = Ball(radius: radius)

    @inline(__always)
    func projected(_ x: Lanes, _ original: Lanes, _ range: LaneBounds) -> Lanes {
      range.clamp(ball.project(x, around: original))
    }
    point.update(with: original, range: range, projected)
  }
}
