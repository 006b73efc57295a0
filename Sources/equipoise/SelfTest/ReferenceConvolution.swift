import DeepLearningPrimitives

/// A convolution of one image and its input gradient as nested loops with sums in 64 bits: slow,
/// and plain enough to be believed.
struct ReferenceConvolution {
  /// The convolution; one image, one group.
  let shape: ConvolutionShape
  /// Filters in the order output channel, input channel, row, column.
  let weights: [Float]

  /// The output in NHWC order.
  func forward(_ image: [Float]) -> [Double] {
    var output = [Double](
      repeating: 0, count: shape.output.height * shape.output.width * shape.outputChannels)
    forEachTap { input, weight, result in
      output[result] += Double(image[input]) * Double(weights[weight])
    }
    return output
  }

  /// The gradient with respect to the image, in NHWC order.
  func inputGradient(_ gradientOfOutput: [Float]) -> [Double] {
    var gradient = [Double](
      repeating: 0, count: shape.input.height * shape.input.width * shape.inputChannels)
    forEachTap { input, weight, result in
      gradient[input] += Double(gradientOfOutput[result]) * Double(weights[weight])
    }
    return gradient
  }

  /// Largest difference, relative to the largest magnitude; infinite when a value is not finite.
  /// - Precondition: as many of both.
  static func relativeError(_ values: [Float], _ reference: [Double]) -> Double {
    precondition(values.count == reference.count, "\(values.count) for \(reference.count) values")
    var (difference, magnitude) = (0.0, Double.leastNormalMagnitude)
    for (value, expected) in zip(values, reference) {
      guard value.isFinite, expected.isFinite else { return .infinity }
      difference = max(difference, abs(Double(value) - expected))
      magnitude = max(magnitude, abs(expected))
    }
    return difference / magnitude
  }

  /// Visits every product of the sum, those with padding left out.
  private func forEachTap(_ body: (_ input: Int, _ weight: Int, _ output: Int) -> Void) {
    let (inputs, outputs) = (shape.inputChannels, shape.outputChannels)
    for row in 0..<shape.output.height {
      for column in 0..<shape.output.width {
        for tapRow in 0..<shape.kernel.height {
          let y = row * shape.stride.height + tapRow * shape.dilation.height - shape.padding.height
          guard y >= 0, y < shape.input.height else { continue }
          for tapColumn in 0..<shape.kernel.width {
            let x =
              column * shape.stride.width + tapColumn * shape.dilation.width - shape.padding.width
            guard x >= 0, x < shape.input.width else { continue }
            for output in 0..<outputs {
              for input in 0..<inputs {
                let filter = (output * inputs + input) * shape.kernel.height + tapRow
                body(
                  (y * shape.input.width + x) * inputs + input,
                  filter * shape.kernel.width + tapColumn,
                  (row * shape.output.width + column) * outputs + output)
              }
            }
          }
        }
      }
    }
  }
}
