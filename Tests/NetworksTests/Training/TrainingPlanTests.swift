import DeepLearningPrimitives
import Networks
import TensorCore
import TestSupport
import Testing

@Suite struct TrainingPlanTests {
  private func residualNetwork(_ blocks: Int) throws -> NetworkGraph {
    var graph = NetworkGraph(inputChannels: 3)
    var node = try graph.add(
      .convolution(Convolution(3, 16, kernel: 3, padding: 1)), 0, parameterPrefix: "stem")
    for block in 0..<blocks {
      var inner = node
      for half in 0..<2 {
        inner = try graph.add(
          .convolution(Convolution(16, 16, kernel: 3, padding: 1)), inner,
          parameterPrefix: "block\(block).conv\(half)")
        inner = try graph.add(
          .batchNorm(BatchNorm(channels: 16)), inner, parameterPrefix: "block\(block).norm\(half)")
        if half == 0 { inner = try graph.add(.relu, inner) }
      }
      node = try graph.add(.relu, graph.add(.add, [inner, node]))
    }
    graph.addOutput("y", node: node)
    return graph
  }

  @Test func recomputationSavesMemory() throws {
    let shape = TensorShape(batch: 2, height: 32, width: 32, channels: 3)
    let bytes = try TrainingOptions.Recomputation.allCases.map { recomputation in
      try TrainingRun(
        residualNetwork(6), shape: shape, options: TrainingOptions(recomputation: recomputation)
      ).plan.byteCount
    }
    let image = 2 * 32 * 32 * 16 * 4
    // Three activations of a block's four values are kept with normalisations, one with blocks.
    #expect(bytes[0] - bytes[1] > 4 * image)
    #expect(bytes[1] - bytes[2] > 8 * image)
  }

  @Test func aParameterWithoutAPartInAnyOutputIsAnError() throws {
    var graph = try residualNetwork(1)
    try graph.add(.linear(Linear(3, 2)), 0, parameterPrefix: "unused")
    #expect {
      try TrainingRun(graph, shape: TensorShape(batch: 1, height: 4, width: 4, channels: 3))
    } throws: { "\($0)".contains("unused.weight") }
  }

  @Test func twoPlansShareParameters() throws {
    let graph = try residualNetwork(1)
    let run = try TrainingRun(
      graph, shape: TensorShape(batch: 3, height: 4, width: 4, channels: 3))
    let other = try TrainingPlan(
      graph, parameters: run.parameters, weights: run.weights,
      inputShape: TensorShape(batch: 1, height: 4, width: 4, channels: 3))
    let before = try run.outputs()
    try run.move { values in for index in values.indices { values[index] *= 1.5 } }
    #expect(try run.outputs() != before)
    let image = Array(run.images[..<48])
    try other.forward(image.span, TrainingPass(samples: [0], number: 0))
    let alone = try TrainingRun(
      graph, shape: TensorShape(batch: 1, height: 4, width: 4, channels: 3), images: image)
    try alone.move { values in for index in values.indices { values[index] *= 1.5 } }
    let output = other.output(0)
    #expect(try alone.outputs()[0] == output.indices.map { output[$0] })
  }
}
