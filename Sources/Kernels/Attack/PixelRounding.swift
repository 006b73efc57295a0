/// Rounding of adversarial images to what eight bits can hold.
public enum PixelRounding {
  /// Rounds the change of every pixel value to a whole number within the radius.
  ///
  /// The original is an image of whole pixel values less the channels' means: a whole change gives
  /// a whole pixel value again, up to the last place of the sum. Project on the ball and the range
  /// afterwards; both bounds are whole, so that this moves a value by a last place at most.
  ///
  /// Halves go to the even number. With `towardsOriginal` changes are rounded towards 0, so that
  /// no norm of the whole change grows. NaN stays.
  /// - Precondition: equal counts; changes are below 2^22.
  /// - Complexity: O(values), one pass; allocates nothing.
  public static func apply(
    to point: inout MutableSpan<Float>, around original: Span<Float>, radius: PixelBudget,
    towardsOriginal: Bool
  ) {
    // Adding and subtracting 1.5 * 2^23 rounds to a whole number.
    let shifter = Lanes(repeating: 12_582_912)
    let largest = LaneBounds(
      lower: -radius.pixels.rounded(.down), upper: radius.pixels.rounded(.down))
    point.update(with: original) { point, original in
      let change = point - original
      var whole = (change + shifter) - shifter
      if towardsOriginal {
        let isLonger = whole.magnitudes .> change.magnitudes
        whole = whole.replacing(with: whole - change.signs(times: 1), where: isLonger)
      }
      return original + largest.clamp(whole)
    }
  }
}
