/// The momentum of MIM: gradients of unit L1 norm, summed with decay.
///
/// Dong et al., "Boosting adversarial attacks with momentum" (CVPR 2018), equation 6.
public enum GradientMomentum {
  /// momentum <- decay * momentum + gradient / ||gradient||_1, for the gradient of one image.
  ///
  /// The norm is summed in double precision in the order of `Reduction.l1Norm` and rounded to
  /// `Float`; every value is divided by it.
  ///
  /// ## Edge Cases
  /// Without a direction, that is when the rounded norm is 0, infinite or NaN, the momentum only
  /// decays.
  /// - Returns: the norm by which was divided, or would have been.
  /// - Precondition: equal counts.
  /// - Complexity: O(values), two passes over the gradient; allocates nothing.
  @discardableResult
  public static func accumulate(
    _ gradient: Span<Float>, into momentum: inout MutableSpan<Float>, decay: Float
  ) -> Float {
    requireEqualCounts(momentum.count, gradient.count)
    let norm = Float(Reduction.l1Norm(gradient))
    guard norm > 0, norm.isFinite else {
      LinearCombination.scale(&momentum, by: decay)
      return norm
    }
    let divisor = Lanes(repeating: norm)

    @inline(__always)
    func accumulated(_ momentum: Lanes, _ gradient: Lanes) -> Lanes {
      decay * momentum + gradient / divisor
    }
    momentum.update(with: gradient, accumulated)
    return norm
  }
}
