import ComputePlatform
import Networks
import TensorCore
import TestSupport
import Testing

/// Attack passes in bfloat16, on a network wide enough for the Winograd rule.
@Suite(.serialized, .enabled(if: Precision.bfloat16.isAvailable)) struct PrecisionTests {
  let shape = TensorShape(batch: 2, height: 25, width: 29, channels: 3)

  private func graph() throws -> NetworkGraph {
    var graph = NetworkGraph(inputChannels: 3)
    let stem = try graph.add(
      .convolution(Convolution(3, 64, kernel: 3, padding: 1)), 0, parameterPrefix: "a")
    let wide = try graph.add(
      .convolution(Convolution(64, 64, kernel: 3, padding: 2, dilation: 2)),
      graph.add(.relu, stem), parameterPrefix: "b")
    let sum = try graph.add(.relu, graph.add(.add, [stem, wide]))
    let far = try graph.add(
      .convolution(Convolution(64, 32, kernel: 3, padding: 18, dilation: 18, hasBias: true)), sum,
      parameterPrefix: "c")
    graph.addOutput(
      "y",
      node: try graph.add(.convolution(Convolution(32, 5, kernel: 1)), far, parameterPrefix: "d"))
    return graph
  }

  private func run(_ precision: Precision) throws -> (output: [Float], gradient: [Float]) {
    let options = PlanOptions(computesInputGradient: true, precision: precision)
    let run = try PlanRun(graph(), shape: shape, options: options)
    return (try run.outputs()[0], try run.gradient(.all))
  }

  @Test func resultsAreThoseOfSinglePrecisionUpToTheRoundingOfFactors() throws {
    let (exact, rounded) = (try run(.float32), try run(.bfloat16))
    let error = relativeError(rounded.output, exact.output)
    #expect(error < 0.02)
    #expect(error > 1e-4, "nothing was rounded")
    #expect(relativeError(rounded.gradient, exact.gradient) < 0.15)
  }

  @Test func theBytesDoNotDependOnTheNumberOfThreads() throws {
    let threads = ThreadTeam.threadCount
    defer { ThreadTeam.threadCount = threads }
    ThreadTeam.threadCount = 1
    let expected = try run(.bfloat16)
    for count in [2, 8, 16] {
      ThreadTeam.threadCount = count
      let found = try run(.bfloat16)
      #expect(found.output == expected.output && found.gradient == expected.gradient, "\(count)")
    }
  }
}
