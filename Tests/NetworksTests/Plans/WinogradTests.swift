import TensorCore
import TestSupport
import Testing

@testable import Networks

/// Convolutions wide enough for the Winograd rule, against nested loops in double precision.
@Suite(.serialized) struct WinogradTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var batch = 1
    var channels = (64, 64)
    var size = (12, 12)
    var dilation = 1

    var testDescription: String {
      "\(batch) x \(size.0)x\(size.1), \(channels.0)->\(channels.1), dilation \(dilation)"
    }

    static let all = [
      Case(), Case(batch: 2, channels: (64, 72), size: (15, 22)),
      Case(channels: (72, 64), size: (17, 17), dilation: 2),
      Case(batch: 2, size: (41, 41), dilation: 6), Case(size: (41, 38), dilation: 12),
      Case(size: (13, 14), dilation: 4),
    ]
  }

  @Test(arguments: Case.all)
  func bothPassesEqualNestedLoops(_ test: Case) throws {
    let convolution = Convolution(
      test.channels.0, test.channels.1, kernel: 3, padding: test.dilation, dilation: test.dilation)
    var graph = NetworkGraph(inputChannels: test.channels.0)
    graph.addOutput("y", node: try graph.add(.convolution(convolution), 0, parameterPrefix: "a"))
    let shape = TensorShape(
      batch: test.batch, height: test.size.0, width: test.size.1, channels: test.channels.0)
    let source = RandomParameters(for: graph)
    let run = try PlanRun(graph, shape: shape, source: source)
    #expect(WinogradConvolution.pays(for: convolution.shape(at: shape)))
    var weights = [Float](repeating: 0, count: convolution.weightShape.reduce(1, *))
    var span = weights.mutableSpan
    source.readFloats(name: "a.weight", into: &span)
    let naive = NaiveConvolution(
      batch: test.batch, inputChannels: test.channels.0, outputChannels: test.channels.1,
      height: test.size.0, width: test.size.1, kernelHeight: 3, kernelWidth: 3,
      padding: test.dilation, dilation: test.dilation)
    #expect(relativeError(try run.outputs()[0], naive.forward(run.images, weights)) < 3e-6)
    let gradient = try run.gradient(.all)
    #expect(relativeError(gradient, naive.backward(run.cotangent(0), weights)) < 3e-6)
  }
}
