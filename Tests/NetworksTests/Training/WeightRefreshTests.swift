import DeepLearningPrimitives
import Networks
import TensorCore
import TestSupport
import Testing

/// Plans that were compiled before parameters changed against plans compiled afterwards.
@Suite struct WeightRefreshTests {
  private func graph() throws -> NetworkGraph {
    var graph = NetworkGraph(inputChannels: 4)
    var node = try graph.add(.batchNorm(BatchNorm(channels: 4)), 0, parameterPrefix: "image")
    node = try graph.addStack(
      [
        Convolution(4, 64, kernel: 3, stride: 2, padding: 1, hasBias: true),
        Convolution(64, 64, kernel: 3, padding: 1), Convolution(64, 5, kernel: 1, hasBias: true),
      ], from: node)
    node = try graph.add(.globalAveragePool, node)
    graph.addOutput("y", node: try graph.add(.linear(Linear(5, 6)), node, parameterPrefix: "last"))
    return graph
  }

  @Test(arguments: [true, false], Precision.allCases.filter(\.isAvailable))
  func refreshedPlansEqualNewOnes(isFused: Bool, precision: Precision) throws {
    let graph = try graph()
    let shape = TensorShape(batch: 2, height: 33, width: 31, channels: 4)
    let options = PlanOptions(
      computesInputGradient: true, isFused: isFused, precision: precision)
    let parameters = try TrainableParameters(for: graph, from: RandomParameters(for: graph))
    let weights = NetworkWeights(parameters, engine: try Engine())
    let plan = try ExecutionPlan(graph, weights: weights, inputShape: shape, options: options)
    var random = SeededGenerator(seed: 11)
    let images = random.floats(shape.elementCount)
    func results(_ plan: ExecutionPlan) throws -> [[Float]] {
      try plan.forward(images.span)
      let outputs = plan.output(0)
      plan.withOutputGradient(0) { span in
        for index in span.indices { span[index] = Float(index % 3) - 1 }
      }
      let values = outputs.indices.map { outputs[$0] }
      let gradient = try plan.backward(.all)
      return [values, gradient.indices.map { gradient[$0] }]
    }
    let before = try results(plan)
    parameters.update { values, _ in
      for index in values.indices { values[index] *= 1 + 0.25 * Float(index % 5) }
    }
    parameters.updateStatistics { values in
      for index in values.indices { values[index] *= 1 + 0.125 * Float(index % 3) }
    }
    #expect(try results(plan) == before)
    try weights.refresh()
    let fresh = try ExecutionPlan(
      graph, weights: NetworkWeights(parameters, engine: try Engine()), inputShape: shape,
      options: options)
    let after = try results(plan)
    #expect(try after == results(fresh))
    #expect(after != before)
  }
}
