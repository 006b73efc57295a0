import ComputePlatform
import Networks
import TensorCore
import TestSupport
import Testing

/// One convolution of every kind: the same bytes for every number of threads, in both precisions.
@Suite(.serialized) struct ThreadCountTests {
  static let convolutions = [
    Convolution(3, 64, kernel: 7, stride: 2, padding: 3),
    Convolution(3, 64, kernel: 3, padding: 1),
    Convolution(64, 64, kernel: 3, padding: 2, dilation: 2),
    Convolution(64, 48, kernel: 3, padding: 12, dilation: 12),
    Convolution(64, 32, kernel: 3, padding: 18, dilation: 18, hasBias: true),
    Convolution(64, 128, kernel: 3, stride: 2, padding: 1),
    Convolution(64, 128, kernel: 1, stride: 2),
    Convolution(32, 5, kernel: 1), Convolution(32, 40, kernel: 1),
    Convolution(32, 32, kernel: 3, padding: 1, groups: 32),
    Convolution(256, 256, kernel: 1),
    Convolution(128, 300, kernel: 3, padding: 18, dilation: 18),
  ]

  @Test(arguments: convolutions, Precision.allCases.filter(\.isAvailable))
  func theBytesAreTheSame(_ convolution: Convolution, _ precision: Precision) throws {
    let threads = ThreadTeam.threadCount
    defer { ThreadTeam.threadCount = threads }
    var graph = NetworkGraph(inputChannels: convolution.inputChannels)
    graph.addOutput("y", node: try graph.add(.convolution(convolution), 0, parameterPrefix: "a"))
    let shape = TensorShape(
      batch: 2, height: 25, width: 29, channels: convolution.inputChannels)
    func bytes(_ count: Int) throws -> [[Float]] {
      ThreadTeam.threadCount = count
      let run = try PlanRun(
        graph, shape: shape,
        options: PlanOptions(computesInputGradient: true, precision: precision))
      return try [run.outputs()[0], run.gradient(.all)]
    }
    let expected = try bytes(1)
    for count in [2, 3, 8, 16] { #expect(try bytes(count) == expected, "\(count) threads") }
  }
}
