/// The absolute difference between prediction and label.
enum AbsoluteLoss {
  /// The sum over the valid pixels.
  static func sum(
    of prediction: Span<Float>, values: Span<Float>, validity: Span<Bool>
  ) -> Double {
    var sum = 0.0
    for pixel in 0..<values.count where validity[pixel] {
      sum += abs(Double(prediction[pixel]) - Double(values[pixel]))
    }
    return sum
  }

  /// The same; writes `factor` times the sum's gradient, the sign of the difference.
  static func sum(
    of prediction: Span<Float>, values: Span<Float>, validity: Span<Bool>, factor: Double,
    gradient: inout MutableSpan<Float>
  ) -> Double {
    var sum = 0.0
    let slope = Float(factor)
    for pixel in 0..<values.count {
      guard validity[pixel] else {
        gradient[pixel] = 0
        continue
      }
      let difference = Double(prediction[pixel]) - Double(values[pixel])
      sum += abs(difference)
      gradient[pixel] =
        difference > 0 ? slope : difference < 0 ? -slope : difference == 0 ? 0 : .nan
    }
    return sum
  }
}
