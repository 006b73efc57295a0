import DeepLearningPrimitives
import Networks
import TensorCore
import TestSupport

/// Runs a graph on seeded images and returns plain arrays.
struct PlanRun {
  let plan: ExecutionPlan
  let images: [Float]

  init(
    _ graph: NetworkGraph, shape: TensorShape, options: PlanOptions = .attack,
    source: (any ParameterSource)? = nil, images: [Float]? = nil
  ) throws {
    let weights = NetworkWeights(source ?? RandomParameters(for: graph), engine: try Engine())
    plan = try ExecutionPlan(graph, weights: weights, inputShape: shape, options: options)
    var random = SeededGenerator(seed: 11)
    self.images = images ?? random.floats(shape.elementCount, in: -2...2)
  }

  func outputs(_ images: [Float]? = nil) throws -> [[Float]] {
    let values = images ?? self.images
    try plan.forward(values.span)
    return plan.outputs.indices.map { array(plan.output($0)) }
  }

  /// Fixed pseudo-random weights of an output's values: what the gradients are taken of.
  func cotangent(_ index: Int) -> [Float] {
    var random = SeededGenerator(seed: UInt64(100 + index))
    return random.floats(plan.outputs[index].shape.elementCount)
  }

  /// The sum of all outputs times their cotangents, in double precision.
  func objective(_ images: [Float]) throws -> Double {
    var sum = 0.0
    for (index, output) in try outputs(images).enumerated() {
      for (value, weight) in zip(output, cotangent(index)) { sum += Double(value) * Double(weight) }
    }
    return sum
  }

  func gradient(_ selection: GradientSelection) throws -> [Float] {
    for index in plan.outputs.indices {
      let values = cotangent(index)
      plan.withOutputGradient(index) { span in
        for position in span.indices { span[position] = values[position] }
      }
    }
    return array(try plan.backward(selection))
  }

  private func array(_ span: Span<Float>) -> [Float] { span.indices.map { span[$0] } }
}
