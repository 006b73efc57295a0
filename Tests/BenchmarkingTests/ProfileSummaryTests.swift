import DeepLearningPrimitives
import Networks
import Testing

@testable import Benchmarking

/// Summaries of made-up times.
struct ProfileSummaryTests {
  private let shape = ConvolutionShape(
    batch: 1, inputChannels: 500, outputChannels: 1000, input: .init(10, 10), kernel: .init(1, 1))

  private func convolution(
    _ name: String, _ milliseconds: Int, by implementation: String = "a"
  ) -> OperationTiming {
    OperationTiming(
      name: name, kind: .convolution(shape, implementation: implementation),
      duration: .milliseconds(milliseconds))
  }

  private func elementwise(_ name: String, _ milliseconds: Int) -> OperationTiming {
    OperationTiming(name: name, kind: .elementwise, duration: .milliseconds(milliseconds))
  }

  private func summary() -> ProfileSummary {
    let steps = [40, 10, 20].map { time in
      StepProfile(
        timing: StepTiming(forward: 0.1, loss: 0.01, backward: 0.08, update: 0.01),
        forward: [
          convolution("one", time), convolution("two", 30), elementwise("add", 10),
          elementwise("add", 5),
        ],
        backward: [
          elementwise("two", 4), convolution("two", 10, by: "b"), convolution("two", 30, by: "c"),
          convolution("one", 20),
        ])
    }
    let floor = [10, 30, 20].map { time in
      (
        forward: [convolution("one", time), convolution("two", 25)],
        backward: [convolution("two", 35), convolution("one", 15)]
      )
    }
    return ProfileSummary(steps, floor: floor, stepSeconds: 0.19)
  }

  @Test func sharesAndFloor() {
    let summary = summary()
    #expect(summary.seconds.median.isNear(0.2))
    #expect(summary.convolutionShare.samples.map { ($0 * 1000).rounded() } == [650, 500, 550])
    #expect(summary.floorSeconds.isNear(0.020 + 0.025 + 0.035 + 0.015))
    #expect(summary.stepToFloor.isNear(2))
    // Four times 2 * 100 pixels * 500 * 1000, although one takes two operations.
    #expect(summary.gigaflop.isNear(0.4))
    #expect(summary.gigaflopPerSecond.isNear(0.4 / 0.19))
  }

  @Test func kindsAddUpToTheStep() throws {
    let kinds = summary().kinds
    #expect(
      kinds.map(\.kind) == [
        "convolution", "pooling", "elementwise", "movement", "loss", "update", "other",
      ])
    let convolution = try #require(kinds.first)
    #expect(convolution.forwardSeconds.isNear(0.05))
    #expect(convolution.backwardSeconds.isNear(0.06))
    #expect(convolution.share.isNear(0.55))
    let other = try #require(kinds.last)
    #expect(other.forwardSeconds.isNear(0.1 - 0.065))
    #expect(other.backwardSeconds.isNear(0.08 - 0.064))
    #expect(kinds.reduce(0) { $0 + $1.share }.isNear(1))
  }

  @Test func layersJoinPassesAndNamesakes() {
    let layers = summary().layers
    #expect(layers.map(\.name) == ["one", "two", "add", "two"])
    #expect(layers.map(\.kind) == ["convolution", "convolution", "elementwise", "elementwise"])
    #expect(layers[0].forwardSeconds.isNear(0.02))
    #expect(layers[0].backwardSeconds.isNear(0.02))
    #expect(layers[0].forwardFloorSeconds?.isNear(0.02) == true)
    #expect(layers[1].backwardFloorSeconds?.isNear(0.035) == true)
    #expect(layers[1].forwardImplementation == "a")
    #expect(layers[1].backwardImplementation == "b + c")
    #expect(layers[1].share.isNear(0.35))
    #expect(layers[2].forwardSeconds.isNear(0.015))
    #expect(layers[2].forwardFloorSeconds == nil)
    #expect(layers[3].backwardSeconds.isNear(0.004))
  }

  @Test func implementationsOfAllLayers() {
    let rows = summary().implementations
    #expect(rows.map(\.kind) == ["a", "b", "c"])
    #expect(rows.map { ($0.forwardSeconds * 1000).rounded() } == [50, 0, 0])
    #expect(rows.map { ($0.backwardSeconds * 1000).rounded() } == [20, 10, 30])
    #expect(rows[2].share.isNear(0.15))
  }

  @Test func layerTableStartsWithTheLongest() {
    let lines = summary().layerText.split(separator: "\n")
    #expect(lines.count == 2 + 4)
    #expect(lines[2].hasPrefix("two "))
    #expect(lines[2].contains("30.00") && lines[2].contains("40.00"))
    #expect(lines[3].hasPrefix("one "))
  }
}

extension Double {
  fileprivate func isNear(_ other: Double) -> Bool { abs(self - other) < 1e-9 }
}
