import DeepLearningPrimitives
import Networks
import TensorCore
import TestSupport

/// Trains a graph on seeded images and returns plain arrays.
struct TrainingRun {
  let plan: TrainingPlan
  let parameters: TrainableParameters
  let weights: NetworkWeights
  var images: [Float]

  init(
    _ graph: NetworkGraph, shape: TensorShape, options: TrainingOptions = TrainingOptions(seed: 3),
    images: [Float]? = nil
  ) throws {
    parameters = try TrainableParameters(for: graph, from: RandomParameters(for: graph))
    weights = NetworkWeights(parameters, engine: try Engine())
    plan = try TrainingPlan(
      graph, parameters: parameters, weights: weights, inputShape: shape, options: options)
    var random = SeededGenerator(seed: 11)
    self.images = images ?? random.floats(shape.elementCount, in: -2...2)
  }

  var pass: TrainingPass { TrainingPass(samples: Array(0..<plan.inputShape.batch), number: 0) }

  func outputs(_ pass: TrainingPass? = nil) throws -> [[Float]] {
    try plan.forward(images.span, pass ?? self.pass)
    return plan.outputs.indices.map { array(plan.output($0)) }
  }

  /// Fixed pseudo-random weights of an output's values: what the gradients are taken of.
  func cotangent(_ index: Int) -> [Float] {
    var random = SeededGenerator(seed: UInt64(100 + index))
    return random.floats(plan.outputs[index].shape.elementCount)
  }

  /// The sum of all outputs times their cotangents, in double precision.
  func objective() throws -> Double {
    var sum = 0.0
    for (index, output) in try outputs().enumerated() {
      for (value, weight) in zip(output, cotangent(index)) { sum += Double(value) * Double(weight) }
    }
    return sum
  }

  /// The flat gradients after a forward pass.
  func gradients(didComplete: (Range<Int>) -> Void = { _ in }) throws -> [Float] {
    for index in plan.outputs.indices {
      let values = cotangent(index)
      plan.withOutputGradient(index) { span in
        for position in span.indices { span[position] = values[position] }
      }
    }
    try plan.backward(didComplete: didComplete)
    return lastGradients()
  }

  func lastGradients() -> [Float] { array(parameters.gradientSpan) }

  func statistics() -> [Float] { array(parameters.statisticSpan) }

  /// Moves parameters and lets the plans see it.
  func move(_ body: (inout MutableSpan<Float>) -> Void) throws {
    parameters.update { values, _ in body(&values) }
    try weights.refresh()
  }

  private func array(_ span: Span<Float>) -> [Float] { span.indices.map { span[$0] } }
}
