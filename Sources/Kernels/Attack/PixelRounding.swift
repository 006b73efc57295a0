/// Rounding of adversarial images to what eight bits can hold.
///
/// A whole pixel value k, 0...255, is the value lower + k, rounded to `Float`, with lower the lower
/// end of its channel's range: the grid belongs to the range, not to the original, which may lie
/// between two of its values, as those of images do that were resized as floats.
public enum PixelRounding {
  /// The widest range whose whole pixel values are told apart exactly.
  public static let largestWidth: Float = 256

  /// What of the original bounds the rounded change.
  public enum Bound: Sendable {
    /// Every value changes by the radius at most.
    case radius(PixelBudget)
    /// No value changes by more than before, so that no norm of the change grows.
    case change
  }

  /// Moves every value to the nearest whole pixel value that bound and range allow.
  ///
  /// - With a radius: among the k with ceil(max(p - radius, 0)) <= k <= floor(min(p + radius, 255)),
  ///   p being the original's pixel value. Bounds are exact: the value of k differs from the original
  ///   by the radius at most, as real numbers. Where the original is whole, k is within
  ///   floor(radius) of it; if rounding puts its value outside the ball, the value is the next
  ///   one inside, a last place away.
  /// - With the change: among the k between the original's and the point's values.
  ///
  /// Halves go to the even number. Where no whole value is allowed, as for a radius below 0.5 around
  /// an original halfway between two, the value is the original's own: unchanged, and not whole.
  ///
  /// ## Edge Cases
  /// NaN in the point stays. The original counts as inside the range.
  /// - Precondition: equal counts; a range no wider than ``largestWidth``; point and original are not
  ///   further than 256 from it.
  /// - Complexity: O(values), one pass; allocates nothing.
  public static func apply(
    to point: inout MutableSpan<Float>, around original: Span<Float>, within bound: Bound,
    range: ChannelRange
  ) {
    for channel in 0..<3 {
      precondition(
        range.upper[channel] - range.lower[channel] <= largestWidth,
        "whole pixel values from \(range.lower) to \(range.upper)")
    }
    switch bound {
    case .radius(let radius):
      let ball = Ball(radius: radius)
      let wholeRadius = radius.pixels.rounded(.down)
      point.update(with: original, range: range) { point, original, range in
        let grid = PixelGrid(range, original)
        let lowest = grid.home.replacing(
          with: (grid.pixel(original) - radius.pixels - PixelGrid.slack).roundedUp,
          where: .!grid.isHome)
        let highest = grid.home.replacing(
          with: (grid.pixel(original) + radius.pixels + PixelGrid.slack).roundedDown,
          where: .!grid.isHome)
        let reach = Lanes(repeating: 0).replacing(with: wholeRadius, where: grid.isHome)
        let nearest = grid.pixel(point).roundedToEven
          .limited(toAtMost: highest + reach).limited(toAtLeast: lowest - reach)
        return grid.value(near: nearest, for: point) { ball.project($0, around: original) }
      }
    case .change:
      point.update(with: original, range: range) { point, original, range in
        let grid = PixelGrid(range, original)
        let rises = point .> original
        let between = LaneBounds(
          lower: point.replacing(with: original, where: rises),
          upper: original.replacing(with: point, where: rises))
        let pixel = grid.pixel(point)
        let inwards = (pixel - PixelGrid.slack).roundedUp.replacing(
          with: (pixel + PixelGrid.slack).roundedDown, where: rises)
        return grid.value(near: inwards, for: point) { between.clamp($0) }
      }
    }
  }
}

/// The whole pixel values of eight lanes, around their originals.
private struct PixelGrid {
  /// More than three roundings to multiples of 2^-16, those of a pixel value and its sums.
  static let slack: Float = 0x1p-15

  private let range: LaneBounds
  private let last: Lanes
  private let original: Lanes
  /// The whole pixel value that is nearest to the original's.
  let home: Lanes
  /// Whether it is the original's.
  let isHome: SIMDMask<SIMD8<Int32>>

  @inline(__always)
  init(_ range: LaneBounds, _ original: Lanes) {
    self.range = range
    last = (range.upper - range.lower + Self.slack).roundedDown
    self.original = original
    home = (original - range.lower).roundedToEven
    isHome = Self.value(of: home, range) .== original
  }

  /// The value of a whole pixel value; that of the last one may be rounded beyond the range.
  @inline(__always)
  private static func value(of pixel: Lanes, _ range: LaneBounds) -> Lanes {
    (range.lower + pixel).limited(toAtMost: range.upper)
  }

  /// A value on the pixel scale, up to rounding.
  @inline(__always)
  func pixel(_ value: Lanes) -> Lanes { value - range.lower }

  /// The value of `pixel`, or of its neighbour towards the original, or the original: the first that
  /// `project` leaves where it is. Where the original is whole, the projection of the first.
  @inline(__always)
  func value(near pixel: Lanes, for point: Lanes, _ project: (Lanes) -> Lanes) -> Lanes {
    let pixel = pixel.limited(toAtMost: last).limited(toAtLeast: Lanes(repeating: 0))
    let first = Self.value(of: pixel, range)
    let allowed = project(first)
    let inwards = Lanes(repeating: 1).replacing(with: -1, where: first .> original)
    let second = Self.value(of: pixel + inwards, range)
    let fallback = original.replacing(with: second, where: project(second) .== second)
    let value = first.replacing(with: fallback, where: allowed .!= first)
      .replacing(with: allowed, where: isHome)
    return value.replacing(with: point, where: point .!= point)
  }
}

extension SIMD8<Float> {
  /// The nearest whole numbers, halves to the even ones, for magnitudes below 2^22: adding and
  /// subtracting 1.5 * 2^23 leaves no room for a fraction.
  @inline(__always)
  fileprivate var roundedToEven: Self { (self + 12_582_912) - 12_582_912 }

  @inline(__always)
  fileprivate var roundedDown: Self {
    let nearest = roundedToEven
    return nearest.replacing(with: nearest - 1, where: nearest .> self)
  }

  @inline(__always)
  fileprivate var roundedUp: Self {
    let nearest = roundedToEven
    return nearest.replacing(with: nearest + 1, where: nearest .< self)
  }
}
