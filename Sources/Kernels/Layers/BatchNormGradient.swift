/// The gradient of a batch normalisation with respect to its input.
///
/// The statistics depend on the input too, so the gradient loses its mean and its part along the
/// input (Ioffe, Szegedy, arXiv 1502.03167, section 3).
public enum BatchNormGradient {
  /// gradient <- scale * (gradient - offset - slope * (input - mean)), per channel, every operation
  /// rounded on its own.
  ///
  /// - Parameters:
  ///   - gradient: of the loss with respect to the output; becomes that with respect to the input.
  ///   - input: of the forward pass.
  ///   - mean: of the input.
  ///   - scale: what the forward pass multiplies the input by.
  ///   - offset: the mean of the gradient.
  ///   - slope: the mean of gradient * (input - mean), over the variance.
  /// - Precondition: equal counts of whole pixels, and as many numbers per channel everywhere.
  /// - Complexity: O(values); allocates nothing.
  public static func apply(
    _ gradient: inout MutableSpan<Float>, input: Span<Float>, mean: Span<Float>,
    scale: Span<Float>, offset: Span<Float>, slope: Span<Float>
  ) {
    requireEqualCounts(gradient.count, input.count)
    requireEqualCounts(scale.count, mean.count)
    requireEqualCounts(scale.count, offset.count)
    requireEqualCounts(scale.count, slope.count)
    requireWholePixels(gradient.count, channels: scale.count)
    let channels = scale.count
    var pixel = 0
    while pixel < gradient.count {
      var channel = 0
      while channel &+ 8 <= channels {
        let distance = input.lanes(at: pixel &+ channel) - mean.lanes(at: channel)
        let centred = gradient.lanes(at: pixel &+ channel) - offset.lanes(at: channel)
        let rest = centred - slope.lanes(at: channel) * distance
        gradient.store(scale.lanes(at: channel) * rest, at: pixel &+ channel)
        channel &+= 8
      }
      while channel < channels {
        let distance = input[pixel + channel] - mean[channel]
        let centred = gradient[pixel + channel] - offset[channel]
        gradient[pixel + channel] = scale[channel] * (centred - slope[channel] * distance)
        channel += 1
      }
      pixel &+= channels
    }
  }
}
