extension ChannelAffine {
  /// scaleGradient[c] += sum of gradient * input, shiftGradient[c] += sum of gradient, over all pixels.
  ///
  /// Sums are in double precision, one for each channel, in ascending order of pixels, and rounded to
  /// `Float` once, with the value they are added to.
  ///
  /// - Parameters:
  ///   - gradient: of the loss with respect to the output (before `backward` scales it).
  ///   - input: of the forward pass.
  /// - Precondition: as many values in `gradient` as in `input`, as many shifts as scales, and whole
  ///   pixels.
  /// - Complexity: O(values); allocates nothing.
  public static func accumulateParameterGradients(
    _ gradient: Span<Float>, input: Span<Float>, scaleGradient: inout MutableSpan<Float>,
    shiftGradient: inout MutableSpan<Float>
  ) {
    let channels = scaleGradient.count
    requireEqualCounts(channels, shiftGradient.count)
    requireEqualCounts(gradient.count, input.count)
    requireWholePixels(gradient.count, channels: channels)
    var channel = 0
    // Sixteen channels at once are a whole cache line of every pixel.
    while channel &+ 16 <= channels {
      var first = ChannelSums()
      var second = ChannelSums()
      var index = channel
      while index < gradient.count {
        first.add(gradient.lanes(at: index), input.lanes(at: index))
        second.add(gradient.lanes(at: index &+ 8), input.lanes(at: index &+ 8))
        index &+= channels
      }
      first.add(to: &scaleGradient, &shiftGradient, at: channel)
      second.add(to: &scaleGradient, &shiftGradient, at: channel &+ 8)
      channel &+= 16
    }
    while channel < channels {
      var scaleSum = 0.0
      var shiftSum = 0.0
      for index in stride(from: channel, to: gradient.count, by: channels) {
        scaleSum += Double(gradient[index]) * Double(input[index])
        shiftSum += Double(gradient[index])
      }
      scaleGradient[channel] = Float(Double(scaleGradient[channel]) + scaleSum)
      shiftGradient[channel] = Float(Double(shiftGradient[channel]) + shiftSum)
      channel += 1
    }
  }
}

/// The sums of both parameters of eight channels.
private struct ChannelSums {
  var scale = SIMD8<Double>(repeating: 0)
  var shift = SIMD8<Double>(repeating: 0)

  @inline(__always)
  mutating func add(_ gradient: Lanes, _ input: Lanes) {
    let gradient = SIMD8<Double>(gradient)
    scale += gradient * SIMD8<Double>(input)
    shift += gradient
  }

  @inline(__always)
  func add(
    to scaleGradient: inout MutableSpan<Float>, _ shiftGradient: inout MutableSpan<Float>,
    at channel: Int
  ) {
    let oldScale = SIMD8<Double>(scaleGradient.lanes(at: channel))
    let oldShift = SIMD8<Double>(shiftGradient.lanes(at: channel))
    scaleGradient.store(Lanes(oldScale + scale), at: channel)
    shiftGradient.store(Lanes(oldShift + shift), at: channel)
  }
}
