import Networks
import TensorCore
import TestSupport
import Testing

/// A graph that isolates one layer; images are 6 x 7 with 4 channels.
struct LayerCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let build: @Sendable (inout NetworkGraph) throws -> NetworkGraph.NodeID

  init(
    _ name: String, _ build: @escaping @Sendable (inout NetworkGraph) throws -> NetworkGraph.NodeID
  ) {
    testDescription = name
    self.build = build
  }

  func graph() throws -> NetworkGraph {
    var graph = NetworkGraph(inputChannels: 4)
    let node = try build(&graph)
    graph.addOutput("result", node: node)
    return graph
  }

  private static func single(_ name: String, _ layer: Layer) -> LayerCase {
    LayerCase(name) { try $0.add(layer, 0, parameterPrefix: "layer") }
  }

  static let all: [LayerCase] = [
    single("convolution", .convolution(Convolution(4, 6, kernel: 3, padding: 1, hasBias: true))),
    single(
      "strided convolution", .convolution(Convolution(4, 8, kernel: 3, stride: 2, padding: 1))),
    single(
      "dilation beyond the image",
      .convolution(Convolution(4, 8, kernel: 3, padding: 9, dilation: 9))),
    single(
      "grouped convolution", .convolution(Convolution(4, 8, kernel: 3, padding: 1, groups: 2))),
    single(
      "depthwise convolution", .convolution(Convolution(4, 4, kernel: 3, padding: 1, groups: 4))),
    single("batch norm", .batchNorm(BatchNorm(channels: 4))),
    single("batch norm without parameters", .batchNorm(BatchNorm(channels: 4, isAffine: false))),
    single("ReLU", .relu),
    single("ReLU6", .relu6),
    single("max-pooling", .maxPool(Pooling(kernel: 3, stride: 2, padding: 1, ceilMode: true))),
    single("average pooling", .averagePool(Pooling(kernel: 3, stride: 2, padding: 1))),
    single(
      "average pooling, ceil mode", .averagePool(Pooling(kernel: 2, stride: 2, ceilMode: true))),
    single("global average pooling", .globalAveragePool),
    single("global max-pooling", .globalMaxPool),
    single("linear", .linear(Linear(4, 5))),
    single("dropout", .dropout(probability: 0.5)),
    single("nearest up", .resize(Resize(to: Extent(height: 9, width: 13), method: .nearest))),
    single("nearest down", .resize(Resize(to: Extent(height: 3, width: 4), method: .nearest))),
    single(
      "bilinear",
      .resize(
        Resize(to: Extent(height: 11, width: 4), method: .bilinear(alignCorners: false)))),
    single(
      "bilinear with corners",
      .resize(Resize(to: Extent(height: 5, width: 9), method: .bilinear(alignCorners: true)))),
    LayerCase("add") { graph in
      let a = try graph.add(.batchNorm(BatchNorm(channels: 4)), 0, parameterPrefix: "a")
      let b = try graph.add(.batchNorm(BatchNorm(channels: 4)), 0, parameterPrefix: "b")
      return try graph.add(.add, [a, b, 0])
    },
    LayerCase("add to itself") { graph in
      let a = try graph.add(.batchNorm(BatchNorm(channels: 4)), 0, parameterPrefix: "a")
      return try graph.add(.add, [a, a])
    },
    LayerCase("concatenation") { graph in
      let a = try graph.add(.convolution(Convolution(4, 3, kernel: 1)), 0, parameterPrefix: "a")
      return try graph.add(.concatenate, [a, 0])
    },
    LayerCase("residual block") { graph in
      let a = try graph.add(
        .convolution(Convolution(4, 4, kernel: 3, padding: 1)), 0, parameterPrefix: "a")
      let b = try graph.add(.batchNorm(BatchNorm(channels: 4)), a, parameterPrefix: "b")
      let sum = try graph.add(.add, [0, b])
      let c = try graph.add(.relu, sum)
      let d = try graph.add(
        .convolution(Convolution(4, 4, kernel: 3, padding: 1)), c, parameterPrefix: "d")
      return try graph.add(.relu, graph.add(.add, [c, d]))
    },
  ]
}

@Suite struct LayerGradientTests {
  let shape = TensorShape(batch: 2, height: 6, width: 7, channels: 4)

  /// Central differences along random directions. Step and tolerance suit single precision, and
  /// piecewise linear layers have no second derivative to add an error.
  @Test(arguments: LayerCase.all, [true, false])
  func gradientEqualsFiniteDifferences(_ test: LayerCase, isFused: Bool) throws {
    let options = PlanOptions(computesInputGradient: true, isFused: isFused)
    let run = try PlanRun(test.graph(), shape: shape, options: options)
    let point = distinctValues()
    _ = try run.outputs(point)
    let gradient = try run.gradient(.all)
    var random = SeededGenerator(seed: 5)
    for _ in 0..<4 {
      let direction = random.floats(shape.elementCount)
      let step: Float = 1e-3
      let ahead = try run.objective(zip(point, direction).map { $0 + step * $1 })
      let behind = try run.objective(zip(point, direction).map { $0 - step * $1 })
      let expected = zip(gradient, direction).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      let scale = zip(gradient, direction).reduce(0) { $0 + abs(Double($1.0) * Double($1.1)) }
      #expect(abs((ahead - behind) / (2 * Double(step)) - expected) < 1e-3 * scale + 1e-4)
    }
  }

  /// Values far enough apart that a small step neither changes a maximum nor crosses a bend.
  private func distinctValues() -> [Float] {
    var random = SeededGenerator(seed: 13)
    return (0..<shape.elementCount).map { (Float($0) - 168 + 0.5) * 0.06 }.shuffled(using: &random)
  }

  @Test(arguments: LayerCase.all)
  func fusedEqualsUnfused(_ test: LayerCase) throws {
    let fused = try PlanRun(test.graph(), shape: shape)
    let unfused = try PlanRun(
      test.graph(), shape: shape, options: PlanOptions(computesInputGradient: true, isFused: false))
    for (a, b) in zip(try fused.outputs(), try unfused.outputs()) {
      #expect(relativeError(a, b) < 1e-6)
    }
    #expect(relativeError(try fused.gradient(.all), try unfused.gradient(.all)) < 1e-6)
  }

  @Test(arguments: LayerCase.all)
  func imagesOfABatchDoNotMeet(_ test: LayerCase) throws {
    let both = try PlanRun(test.graph(), shape: shape)
    let outputs = try both.outputs()
    let gradient = try both.gradient(.all)
    let half = shape.imageElementCount
    let second = try PlanRun(
      test.graph(), shape: TensorShape(batch: 1, height: 6, width: 7, channels: 4),
      images: Array(both.images[half...]))
    let alone = try second.outputs()
    #expect(relativeError(outputs[0][(outputs[0].count / 2)...], alone[0]) < 1e-6)
    let cotangent = both.cotangent(0)
    second.plan.withOutputGradient(0) { span in
      for index in span.indices { span[index] = cotangent[span.count + index] }
    }
    let span = try second.plan.backward(.all)
    #expect(relativeError(gradient[half...], span.indices.map { span[$0] }) < 1e-6)
  }
}
