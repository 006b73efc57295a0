extension ChannelAffine {
  /// scaleGradient[c] += gradient * input and shiftGradient[c] += gradient, for all pixels in order.
  ///
  /// In double precision, in which the products are exact.
  ///
  /// - Parameters:
  ///   - gradient: of the loss with respect to the output (before `backward` scales it).
  ///   - input: of the forward pass.
  /// - Precondition: as many values in `gradient` as in `input`, as many shifts as scales, and whole
  ///   pixels.
  /// - Complexity: O(values); allocates nothing.
  public static func accumulateParameterGradients(
    _ gradient: Span<Float>, input: Span<Float>, scaleGradient: inout MutableSpan<Double>,
    shiftGradient: inout MutableSpan<Double>
  ) {
    let channels = scaleGradient.count
    requireEqualCounts(channels, shiftGradient.count)
    requireEqualCounts(gradient.count, input.count)
    requireWholePixels(gradient.count, channels: channels)
    // Pixel by pixel, since the caches then see two plain streams; the sums stay in the nearest one.
    var pixel = 0
    while pixel < gradient.count {
      var channel = 0
      while channel &+ 8 <= channels {
        let slope = gradient.lanes(at: pixel &+ channel).doubles
        let product = slope * input.lanes(at: pixel &+ channel).doubles
        scaleGradient.store(scaleGradient.lanes(at: channel) + product, at: channel)
        shiftGradient.store(shiftGradient.lanes(at: channel) + slope, at: channel)
        channel &+= 8
      }
      while channel < channels {
        let slope = Double(gradient[pixel + channel])
        scaleGradient[channel] += slope * Double(input[pixel + channel])
        shiftGradient[channel] += slope
        channel += 1
      }
      pixel &+= channels
    }
  }
}
