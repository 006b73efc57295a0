/// Outputs and input gradients, summed over images in their order.
struct ImageSums {
  /// The sums of the outputs, then those of the gradients.
  private(set) var values: [Float]

  /// Sums of no images.
  init(_ problem: SelfTestProblem) {
    values = Array(repeating: 0, count: problem.outputElementCount + problem.imageElementCount)
  }

  /// Adds an image.
  /// - Precondition: as many values as the problem has.
  mutating func add(output: [Float], gradient: [Float]) {
    precondition(
      output.count + gradient.count == values.count,
      "\(output.count) and \(gradient.count) values for \(values.count) sums")
    for index in output.indices { values[index] += output[index] }
    for index in gradient.indices { values[output.count + index] += gradient[index] }
  }
}
