import ComputePlatform
import DeepLearningPrimitives
import Networks
import TensorCore
import TestSupport
import Testing

/// Narrow versions of the real networks, with shared and branched layouts.
@Suite(.serialized) struct PlanTests {
  let shape = TensorShape(batch: 2, height: 65, width: 81, channels: 3)

  static func graph(_ layout: String) throws -> NetworkGraph {
    let mapping = try BlockMapping([[0], [1, 2, 3], [4, 5, 6, 7], Array(8...13), [14, 15, 16]])
    let coarse = try TreeLayout(parsing: layout)
    let heads = [("segment_semantic", 7), ("normal", 3), ("depth_zbuffer", 1)].map {
      TaskHead(task: $0.0, head: ASPPHead(width: 12, outputChannels: $0.1))
    }
    return try NetworkGraph(
      backbone: ResNet34DeepLab(stageWidths: [8, 16, 16, 24]).backbone(),
      layout: coarse.refined(by: mapping), heads: heads)
  }

  static let shared = "[[[0, 1, 2]], [[0, 1, 2]], [[0, 1, 2]], [[0, 1, 2]], [[0, 1, 2]]]"
  static let branched =
    "[[[0, 1, 2]], [[0, 1, 2]], [[1], [0, 2]], [[1], [2], [0]], [[1], [2], [0]]]"

  @Test(arguments: [shared, branched])
  func fusedEqualsUnfused(_ layout: String) throws {
    let graph = try Self.graph(layout)
    let fused = try PlanRun(graph, shape: shape)
    let unfused = try PlanRun(
      graph, shape: shape, options: PlanOptions(computesInputGradient: true, isFused: false))
    for (a, b) in zip(try fused.outputs(), try unfused.outputs()) {
      #expect(relativeError(a, b) < 1e-5)
    }
    for selection in [GradientSelection.all, .only(0), .only(1), .only(2)] {
      #expect(
        relativeError(try fused.gradient(selection), try unfused.gradient(selection)) < 1e-3)
    }
  }

  @Test(arguments: [shared, branched])
  func thePassOverAllTasksIsTheSumOfTheTasks(_ layout: String) throws {
    let run = try PlanRun(Self.graph(layout), shape: shape)
    _ = try run.outputs()
    let all = try run.gradient(.all)
    var sum = [Float](repeating: 0, count: all.count)
    for task in 0..<3 {
      for (index, value) in try run.gradient(.only(task)).enumerated() { sum[index] += value }
    }
    #expect(relativeError(all, sum) < 1e-5)
  }

  @Test(arguments: [shared, branched])
  func aSingleTasksPlanHasTheSameBytes(_ layout: String) throws {
    let graph = try Self.graph(layout)
    let all = try PlanRun(graph, shape: shape)
    let expected = try all.outputs()
    let gradients = try (0..<3).map { try all.gradient(.only($0)) }
    for (task, output) in all.plan.outputs.enumerated() {
      let options = PlanOptions(computesInputGradient: true, tasks: [output.name])
      let alone = try PlanRun(graph, shape: shape, options: options)
      #expect(try alone.outputs() == [expected[task]])
      let cotangent = all.cotangent(task)
      alone.plan.withOutputGradient(0) { span in
        for index in span.indices { span[index] = cotangent[index] }
      }
      let gradient = try alone.plan.backward(.all)
      #expect(gradient.indices.map { gradient[$0] } == gradients[task])
      #expect(alone.plan.byteCount <= all.plan.byteCount)
    }
  }

  @Test func evaluationHasTheBytesOfTheAttackPlanAndLessMemory() throws {
    let graph = try Self.graph(Self.branched)
    let attack = try PlanRun(graph, shape: shape)
    let evaluation = try PlanRun(graph, shape: shape, options: .evaluation)
    #expect(try attack.outputs() == evaluation.outputs())
    #expect(evaluation.plan.byteCount < attack.plan.byteCount)
  }

  @Test(arguments: [shared, branched])
  func theBytesDoNotDependOnTheNumberOfThreads(_ layout: String) throws {
    let threads = ThreadTeam.threadCount
    defer { ThreadTeam.threadCount = threads }
    let graph = try Self.graph(layout)
    func bytes(threads: Int) throws -> [[Float]] {
      ThreadTeam.threadCount = threads
      let run = try PlanRun(graph, shape: shape)
      return try run.outputs() + [run.gradient(.all)] + (0..<3).map { try run.gradient(.only($0)) }
    }
    let expected = try bytes(threads: 1)
    for count in [2, 8, 16] { #expect(try bytes(threads: count) == expected, "\(count) threads") }
  }

  @Test func runningTwiceGivesTheSameBytes() throws {
    let run = try PlanRun(Self.graph(Self.branched), shape: shape)
    let first = try (run.outputs(), run.gradient(.all))
    let second = try (run.outputs(), run.gradient(.all))
    #expect(first.0 == second.0 && first.1 == second.1)
  }

  @Test func anUnknownTaskIsAnError() throws {
    let graph = try Self.graph(Self.shared)
    #expect(throws: GraphError.self) {
      _ = try PlanRun(
        graph, shape: shape,
        options: PlanOptions(
          computesInputGradient: false, tasks: ["edge_texture"]))
    }
  }

  @Test func aMissingParameterIsNamed() throws {
    struct Nothing: ParameterSource {
      func shape(of name: String) -> [Int]? { nil }
      func readFloats(name: String, into destination: inout MutableSpan<Float>) {}
    }
    #expect(throws: ParameterError.self) {
      _ = try PlanRun(Self.graph(Self.shared), shape: shape, source: Nothing())
    }
  }

  @Test func aTooSmallImageIsAnError() throws {
    var graph = NetworkGraph(inputChannels: 3)
    graph.addOutput(
      "x", node: try graph.add(.convolution(Convolution(3, 8, kernel: 7)), 0, parameterPrefix: "a"))
    #expect(throws: GraphError.self) {
      _ = try PlanRun(graph, shape: TensorShape(batch: 1, height: 5, width: 9, channels: 3))
    }
  }
}
