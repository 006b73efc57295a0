import Checkpoints
import DeepLearningPrimitives
import Foundation
import Networks
import TensorCore
import TestSupport
import Testing

/// A network's parameters written as safetensors and read back, right and wrong.
@Suite struct CheckpointParametersTests {
  private func graph(width: Int = 8) throws -> NetworkGraph {
    var graph = NetworkGraph(inputChannels: 3)
    let a = try graph.add(
      .convolution(Convolution(3, width, kernel: 3, padding: 1)), 0, parameterPrefix: "a")
    let b = try graph.add(.batchNorm(BatchNorm(channels: width)), a, parameterPrefix: "b")
    graph.addOutput("y", node: try graph.add(.relu, b))
    return graph
  }

  private func file(_ graph: NetworkGraph, extra: Bool = false) throws -> String {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "parameters-\(UUID().uuidString).safetensors").path
    let parameters = graph.parameters
    let source = RandomParameters(for: graph)
    var tensors = parameters.map {
      TensorDeclaration(
        name: $0.name, scalarType: $0.role == .batchCount ? .int64 : .float32, shape: $0.shape)
    }
    if extra { tensors.append(TensorDeclaration(name: "stray", shape: [1])) }
    var writer = try SafetensorsWriter(path: path, tensors: tensors)
    for parameter in parameters {
      if parameter.role == .batchCount {
        let count: [Int64] = [3]
        try writer.write(count.span)
      } else {
        var values = [Float](repeating: 0, count: parameter.elementCount)
        var span = values.mutableSpan
        source.readFloats(name: parameter.name, into: &span)
        try writer.write(values.span)
      }
    }
    if extra {
      let stray: [Float] = [1]
      try writer.write(stray.span)
    }
    try writer.commit()
    return path
  }

  @Test func aPlanFromTheFileHasTheBytesOfOneFromMemory() throws {
    let graph = try graph()
    let path = try file(graph)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let shape = TensorShape(batch: 1, height: 9, width: 8, channels: 3)
    let stored = try CheckpointParameters(Checkpoint(path: path), for: graph, layout: nil)
    let expected = try PlanRun(graph, shape: shape)
    let found = try PlanRun(graph, shape: shape, source: stored)
    #expect(try found.outputs() == expected.outputs())
    #expect(try found.gradient(.all) == expected.gradient(.all))
  }

  @Test func whatDoesNotFitIsAnErrorThatNamesIt() throws {
    let path = try file(graph())
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      _ = try CheckpointParameters(Checkpoint(path: path), for: graph(width: 9), layout: nil)
      Issue.record("another width was accepted")
    } catch let error as CheckpointError {
      #expect("\(error)".contains("a.weight") && "\(error)".contains(path))
    }
    let stray = try file(graph(), extra: true)
    defer { try? FileManager.default.removeItem(atPath: stray) }
    do {
      _ = try CheckpointParameters(Checkpoint(path: stray), for: graph(), layout: nil)
      Issue.record("a stray tensor was accepted")
    } catch let error as ModelError {
      #expect("\(error)".contains("stray"))
    }
  }

  static let parity = ParityFixtures.directory.map { "\($0)/checkpoint_nyuv2_narrow.model" }

  @Test(.enabled(if: parity != nil)) func aPublishedCheckpointLoadsWithItsLayoutAndNoOther() throws
  {
    let checkpoint = try Checkpoint(path: #require(Self.parity))
    let stored = try #require(checkpoint.layout)
    let layout = try TreeLayout(stored.blocks.map { block in block.map { TaskSet($0) } })
    let description = try ModelDescription(
      inferredFrom: Dictionary(
        uniqueKeysWithValues: checkpoint.tensors.map { ($0.name, $0.shape) }),
      tasks: ["segment_semantic", "normal", "depth_zbuffer"], layout: layout)
    let graph = try description.graph()
    let weights = NetworkWeights(
      try CheckpointParameters(checkpoint, for: graph, layout: layout), engine: try Engine())
    let plan = try ExecutionPlan(
      graph, weights: weights,
      inputShape: TensorShape(batch: 1, height: 33, width: 33, channels: 3),
      options: .attack)
    let image = [Float](repeating: 1, count: plan.inputShape.elementCount)
    try plan.forward(image.span)
    #expect(plan.outputs.map(\.name) == ["segment_semantic", "normal", "depth_zbuffer"])
    let other = TreeLayout(sharedBy: 3, blocks: layout.blockCount)
    #expect(throws: ModelError.self) {
      _ = try CheckpointParameters(checkpoint, for: graph, layout: other)
    }
  }
}
