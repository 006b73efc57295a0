import DeepLearningPrimitives
import Evaluation
import Networks
import Tasks
import TensorCore
import TestSupport

/// A network of a shared trunk with a head for every task of NYUv2, and images with labels, all
/// from seeds. No activation comes before the heads, so that what is not a number gets through.
struct SmallNetwork {
  /// Seeded parameters: variances around 1, filters scaled by their fan-in.
  private struct Parameters: ParameterSource {
    let parameters: [NetworkGraph.Parameter]

    func shape(of name: String) -> [Int]? { parameters.first { $0.name == name }?.shape }

    func readFloats(name: String, into destination: inout MutableSpan<Float>) {
      var random = SeededGenerator(seed: name.utf8.reduce(5) { $0 &* 31 &+ UInt64($1) })
      let fanIn = Float(max((shape(of: name) ?? []).dropFirst().reduce(1, *), 1))
      let isVariance = parameters.first { $0.name == name }?.role == .runningVariance
      for index in destination.indices {
        let value = Float.random(in: -1...1, using: &random)
        destination[index] = isVariance ? 1 + 0.5 * value : value * (3 / fanIn).squareRoot()
      }
    }
  }

  static let size = 12
  let conventions = TaskConvention.nyuv2()
  let numbers: [Int]
  /// Task and image number whose label has no valid pixel.
  var empty: [(task: Int, number: Int)] = []

  init(_ numbers: [Int]) { self.numbers = numbers }

  var shape: TensorShape {
    TensorShape(batch: numbers.count, height: Self.size, width: Self.size, channels: 3)
  }

  func graph() throws -> NetworkGraph {
    var graph = NetworkGraph(inputChannels: 3)
    var node = try graph.add(
      .convolution(Convolution(3, 8, kernel: 3, stride: 2, padding: 1)), 0,
      parameterPrefix: "first")
    node = try graph.add(.batchNorm(BatchNorm(channels: 8)), node, parameterPrefix: "norm")
    node = try graph.add(.relu, node)
    node = try graph.add(
      .convolution(Convolution(8, 8, kernel: 3, padding: 1, hasBias: true)), node,
      parameterPrefix: "second")
    for convention in conventions {
      let name = convention.task.rawValue
      let head = try graph.add(
        .convolution(Convolution(8, convention.predictionChannels, kernel: 1, hasBias: true)),
        node, parameterPrefix: name)
      graph.addOutput(name, node: head)
    }
    return graph
  }

  func plan(_ options: PlanOptions = .attack) throws -> ExecutionPlan {
    let graph = try graph()
    return try ExecutionPlan(
      graph, weights: NetworkWeights(Parameters(parameters: graph.parameters), engine: Engine()),
      inputShape: shape, options: options)
  }

  /// Whole pixel values less 100.
  var images: Tensor {
    let values = numbers.flatMap { number in
      var random = SeededGenerator(seed: UInt64(number))
      return (0..<shape.imageElementCount).map { _ in
        Float(Int.random(in: 0...255, using: &random)) - 100
      }
    }
    return Tensor(shape, nhwc: values.span)
  }

  func targets(_ plan: ExecutionPlan) throws -> [[MeteredNetwork.Target]] {
    try numbers.map { number in
      try conventions.indices.map { task in
        let label = try label(task, number)
        let output = plan.outputs[task].shape
        return MeteredNetwork.Target(
          loss: try label.prepared(image: 0, height: output.height, width: output.width),
          metrics: try label.metricTarget(image: 0))
      }
    }
  }

  func model(_ plan: ExecutionPlan) throws -> LabelledNetwork {
    LabelledNetwork(plan, targets: try targets(plan).map { row in row.map(\.loss) })
  }

  private func label(_ task: Int, _ number: Int) throws -> TaskLabel {
    let convention = conventions[task]
    var shape = shape
    shape.batch = 1
    shape.channels = convention.labelChannels
    let isEmpty = empty.contains { $0.task == task && $0.number == number }
    var random = SeededGenerator(seed: UInt64(100 * task + number + 1))
    let values: [Float] = (0..<shape.elementCount).map { _ in
      switch convention.task {
      case .segmentation: isEmpty ? 255 : Float(Int.random(in: 0...39, using: &random))
      case .normals: isEmpty ? 255 : Float(Int.random(in: 0...254, using: &random))
      default: isEmpty ? 0 : Float.random(in: 0.5...9, using: &random)
      }
    }
    return try TaskLabel(convention, shape: shape, values: values)
  }
}
