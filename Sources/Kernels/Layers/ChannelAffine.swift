/// A scale and a shift for every channel: batch normalisation with given statistics.
///
/// Values are those of pixels in NHWC order with as many channels as there are scales; the loops are
/// fastest when that is a multiple of eight.
public enum ChannelAffine {
  /// x <- x * scale[channel] + shift[channel], the product rounded before the sum.
  /// - Precondition: as many shifts as scales, and whole pixels.
  /// - Complexity: O(values); allocates nothing.
  public static func apply(
    to x: inout MutableSpan<Float>, scale: Span<Float>, shift: Span<Float>
  ) {
    requireEqualCounts(scale.count, shift.count)
    requireWholePixels(x.count, channels: scale.count)
    let channels = scale.count
    var pixel = 0
    while pixel < x.count {
      var channel = 0
      while channel &+ 8 <= channels {
        let lanes = x.lanes(at: pixel &+ channel)
        let affine = lanes * scale.lanes(at: channel) + shift.lanes(at: channel)
        x.store(affine, at: pixel &+ channel)
        channel &+= 8
      }
      while channel < channels {
        x[pixel + channel] = x[pixel + channel] * scale[channel] + shift[channel]
        channel += 1
      }
      pixel &+= channels
    }
  }

  /// gradient <- gradient * scale[channel].
  ///
  /// - Parameter gradient: of the loss with respect to the output; becomes that with respect to the
  ///   input.
  /// - Precondition: whole pixels.
  /// - Complexity: O(values); allocates nothing.
  public static func backward(_ gradient: inout MutableSpan<Float>, scale: Span<Float>) {
    requireWholePixels(gradient.count, channels: scale.count)
    let channels = scale.count
    var pixel = 0
    while pixel < gradient.count {
      var channel = 0
      while channel &+ 8 <= channels {
        let lanes = gradient.lanes(at: pixel &+ channel)
        gradient.store(lanes * scale.lanes(at: channel), at: pixel &+ channel)
        channel &+= 8
      }
      while channel < channels {
        gradient[pixel + channel] *= scale[channel]
        channel += 1
      }
      pixel &+= channels
    }
  }
}

/// Stops the program when an array does not consist of whole pixels.
@inline(__always)
func requireWholePixels(_ count: Int, channels: Int) {
  precondition(
    channels > 0 ? count % channels == 0 : count == 0,
    "\(count) values are no whole number of pixels of \(channels) channels")
}
