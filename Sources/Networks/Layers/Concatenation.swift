import ComputePlatform
import TensorCore

/// Forward and backward function of joining inputs along their channels.
struct Concatenation {
  /// Channels of the inputs, in order.
  let channels: [Int]

  private var total: Int { channels.reduce(0, +) }

  /// Writes the output of `pixels` pixels.
  func forward(_ inputs: [Region], _ output: Region, pixels: Int) {
    ThreadTeam.forEach(count: pixels) { pixel in
      var start = pixel * total
      for (input, count) in zip(inputs, channels) {
        let source = input.span(from: pixel * count, count: count)
        var target = output.mutableSpan(from: start, count: count)
        for channel in 0..<count { target[channel] = source[channel] }
        start += count
      }
    }
  }

  /// Writes the gradient with respect to one of the inputs.
  func backward(_ gradient: Region, input index: Int, _ inputGradient: Region, pixels: Int) {
    let (start, count) = (channels[..<index].reduce(0, +), channels[index])
    ThreadTeam.forEach(count: pixels) { pixel in
      let source = gradient.span(from: pixel * total + start, count: count)
      var target = inputGradient.mutableSpan(from: pixel * count, count: count)
      for channel in 0..<count { target[channel] = source[channel] }
    }
  }
}
