internal import Kernels

/// Limits the norm of a gradient over all parameters (`torch.nn.utils.clip_grad_norm_`).
enum GradientLimit {
  /// Added to the norm before the division, as PyTorch does.
  private static let margin = 1e-6

  /// Scales all values by largest / (norm + 1e-6) where that is below 1.
  /// - Returns: the norm before; NaN and infinity leave the factor to IEEE 754, as in PyTorch.
  /// - Complexity: O(values), allocates nothing.
  static func apply(to gradients: inout MutableSpan<Float>, largestNorm: Double) -> Double {
    let norm = Reduction.squaredL2Norm(gradients.span).squareRoot()
    let factor = largestNorm / (norm + margin)
    if !(factor >= 1) { LinearCombination.scale(&gradients, by: Float(factor)) }
    return norm
  }
}
