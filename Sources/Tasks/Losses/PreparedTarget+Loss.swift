extension PreparedTarget {
  /// The loss of a prediction of this image.
  ///
  /// Segmentation: cross entropy of the softmax; normals: 1 - cosine; depth, keypoints and edges:
  /// absolute difference; each averaged over the valid pixels, by class weight where there are
  /// weights. Predictions at other pixels are not looked at. NaN at a valid pixel makes the loss
  /// NaN. Sums are taken in double precision in row-major order.
  /// - Parameter prediction: height x width x channels values in HWC order.
  /// - Complexity: O(values), no allocation.
  /// - Precondition: ``predictionCount`` values.
  public func loss(of prediction: Span<Float>) -> LossSum {
    requireCount(prediction.count, "prediction")
    let numerator =
      switch pixels {
      case .classes(let classes, let weights):
        CrossEntropyLoss.sum(
          of: prediction, classes: classes.span, weights: weights,
          channels: convention.predictionChannels)
      case .directions(let directions, let validity):
        CosineLoss.sum(of: prediction, directions: directions.span, validity: validity.span)
      case .values(let values, let validity):
        AbsoluteLoss.sum(of: prediction, values: values.span, validity: validity.span)
      }
    return LossSum(numerator: numerator, denominator: denominator, validCount: validCount)
  }

  /// The loss of a prediction of this image, and `weight` times its gradient with respect to the
  /// prediction.
  ///
  /// All of `gradient` is overwritten, with 0 at pixels that are not valid. The gradient is that
  /// of PyTorch's automatic differentiation: 0 for an absolute difference of 0; for a normal of
  /// length 0 the limit that its two safeguards, 1e-12 and 1e-8, leave (in the order of 1e20).
  /// - Parameters:
  ///   - prediction: height x width x channels values in HWC order.
  ///   - weight: the factor of this image's loss in the objective.
  ///   - pooledDenominator: the sum of the denominators of all images that a loss is pooled over;
  ///     without it the gradient is that of this image's own mean.
  ///   - gradient: as many values as the prediction.
  /// - Complexity: O(values), one pass over the prediction, no allocation.
  /// - Precondition: ``predictionCount`` values each.
  public func loss(
    of prediction: Span<Float>, weight: Double = 1, pooledDenominator: Double? = nil,
    gradient: inout MutableSpan<Float>
  ) -> LossSum {
    requireCount(prediction.count, "prediction")
    requireCount(gradient.count, "gradient")
    // With no valid pixel this factor may be infinite, but it is then not used.
    let factor = weight / (pooledDenominator ?? denominator)
    let numerator =
      switch pixels {
      case .classes(let classes, let weights):
        CrossEntropyLoss.sum(
          of: prediction, classes: classes.span, weights: weights,
          channels: convention.predictionChannels, factor: factor, gradient: &gradient)
      case .directions(let directions, let validity):
        CosineLoss.sum(
          of: prediction, directions: directions.span, validity: validity.span, factor: factor,
          gradient: &gradient)
      case .values(let values, let validity):
        AbsoluteLoss.sum(
          of: prediction, values: values.span, validity: validity.span, factor: factor,
          gradient: &gradient)
      }
    return LossSum(numerator: numerator, denominator: denominator, validCount: validCount)
  }

  private func requireCount(_ count: Int, _ name: String) {
    precondition(
      count == predictionCount,
      "\(name) of \(count) values for \(height)x\(width)x\(convention.predictionChannels)")
  }
}
