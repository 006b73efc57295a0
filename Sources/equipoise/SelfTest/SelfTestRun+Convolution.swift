import Foundation
import MessagePassing

extension SelfTestRun {
  /// Computes this rank's images on oneDNN, and compares every one with nested loops. Collective.
  /// - Returns: The sums of this rank.
  func convolve(
    _ shard: [Int: [Float]], with passes: ConvolutionPasses, _ conclude: (Finding) -> Void
  ) throws -> ImageSums {
    let reference = ReferenceConvolution(shape: problem.convolution, weights: problem.weights)
    var sums = ImageSums(problem)
    var errors = [0.0, 0.0]
    for (index, image) in shard.sorted(by: { $0.key < $1.key }) {
      let gradientOfOutput = problem.gradientOfOutput(index)
      var output = try passes.forward.run(image)
      var gradient = try passes.inputGradient.run(gradientOfOutput)
      if fault == .convolution { output[0] = .nan }
      if fault == .gradient { gradient[gradient.count - 1] += 0.01 }
      sums.add(output: output, gradient: gradient)
      for (pass, error) in [
        ReferenceConvolution.relativeError(output, reference.forward(image)),
        ReferenceConvolution.relativeError(gradient, reference.inputGradient(gradientOfOutput)),
      ].enumerated() {
        errors[pass] = max(errors[pass], error)
      }
    }
    let figures = try exchange(errors)
    for (pass, name) in ["convolution", "gradient"].enumerated() {
      let worst = figures.reduce(0) { max($0, $1[pass]) }
      let implementation = pass == 0 ? passes.forward : passes.inputGradient
      conclude(
        Finding(
          part: name, passed: worst <= Self.largestError,
          figures: "\(problem.imageCount) images, largest error \(inWords(worst)), rank zero by "
            + implementation.implementation))
    }
    return sums
  }

  /// An error with the limit that it is held to.
  func inWords(_ error: Double) -> String {
    String(format: "%.1e of the largest value (limit %.0e)", error, Self.largestError)
  }
}
