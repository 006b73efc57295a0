import ComputePlatform
import TensorCore

/// Forward and backward function of pooling over all pixels of an image.
struct GlobalPooling {
  let method: WindowPooling.Method

  /// Writes one value per channel and, for maxima, the position of the pixel it came from.
  func forward(
    _ input: Region, _ shape: TensorShape, _ output: Region, winners: WinnerRegion
  ) {
    let pixels = shape.height * shape.width
    ThreadTeam.forEach(count: shape.batch) { image in
      var values = output.mutableSpan(from: image * shape.channels, count: shape.channels)
      let source = input.span(from: image * shape.imageElementCount, count: shape.imageElementCount)
      switch method {
      case .average:
        for channel in 0..<shape.channels {
          var sum = 0.0
          for pixel in 0..<pixels { sum += Double(source[pixel * shape.channels + channel]) }
          values[channel] = Float(sum / Double(pixels))
        }
      case .maximum:
        var winner = winners.mutableSpan(from: image * shape.channels, count: shape.channels)
        for channel in 0..<shape.channels {
          values[channel] = source[channel]
          winner[channel] = 0
          for pixel in 1..<max(pixels, 1) {
            let candidate = source[pixel * shape.channels + channel]
            guard candidate > values[channel] || candidate.isNaN else { continue }
            values[channel] = candidate
            winner[channel] = Int32(pixel)
          }
        }
      }
    }
  }

  /// Writes the gradient with respect to the input, `shape`.
  func backward(
    _ gradient: Region, _ inputGradient: Region, _ shape: TensorShape, winners: WinnerRegion
  ) {
    let pixels = shape.height * shape.width
    ThreadTeam.forEach(count: shape.batch) { image in
      let share = gradient.span(from: image * shape.channels, count: shape.channels)
      var values = inputGradient.mutableSpan(
        from: image * shape.imageElementCount, count: shape.imageElementCount)
      for pixel in 0..<pixels {
        for channel in 0..<shape.channels {
          let index = pixel * shape.channels + channel
          switch method {
          case .average: values[index] = share[channel] / Float(pixels)
          case .maximum:
            let winner = winners.span(from: image * shape.channels, count: shape.channels)
            values[index] = winner[channel] == Int32(pixel) ? share[channel] : 0
          }
        }
      }
    }
  }
}
