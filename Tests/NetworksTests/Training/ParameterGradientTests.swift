import ComputePlatform
import Networks
import TensorCore
import TestSupport
import Testing

@Suite struct ParameterGradientTests {
  let shape = TensorShape(batch: 3, height: 6, width: 7, channels: 4)

  /// Central differences along a random direction of every parameter. The step is small enough for
  /// bends not to be crossed; the absolute tolerance is for gradients that are zero, such as that
  /// of a bias before a batch norm, where rounding is all that the differences see.
  @Test(arguments: TrainedCase.all, [true, false])
  func gradientEqualsFiniteDifferences(_ test: LayerCase, isFused: Bool) throws {
    // One thread: the cases themselves run side by side.
    let threads = ThreadTeam.threadCount
    defer { ThreadTeam.threadCount = threads }
    ThreadTeam.threadCount = 1
    let run = try TrainingRun(
      test.graph(), shape: shape, options: TrainingOptions(isFused: isFused, seed: 3))
    _ = try run.outputs()
    let gradients = try run.gradients()
    var random = SeededGenerator(seed: 5)
    for entry in run.parameters.layout.entries where entry.parameter.role.isTrainable {
      let direction = random.floats(entry.range.count)
      func objective(_ step: Float) throws -> Double {
        func move(_ step: Float) throws {
          try run.move { values in
            for (index, slope) in zip(entry.range, direction) { values[index] += step * slope }
          }
        }
        try move(step)
        let result = try run.objective()
        try move(-step)
        return result
      }
      let step: Float = 3e-4
      let found = try (objective(step) - objective(-step)) / (2 * Double(step))
      let pairs = zip(entry.range, direction).map { Double(gradients[$0]) * Double($1) }
      let (expected, scale) = (pairs.reduce(0, +), pairs.reduce(0) { $0 + abs($1) })
      #expect(
        abs(found - expected) < 1e-2 * scale + 1e-2,
        "\(entry.parameter.name): \(found), \(expected)")
    }
  }

  @Test(arguments: TrainedCase.all) func fusedEqualsUnfused(_ test: LayerCase) throws {
    let fused = try TrainingRun(test.graph(), shape: shape)
    let unfused = try TrainingRun(
      test.graph(), shape: shape, options: TrainingOptions(isFused: false, seed: 3))
    #expect(relativeError(try fused.outputs()[0], try unfused.outputs()[0]) < 1e-6)
    #expect(relativeError(try fused.gradients(), try unfused.gradients()) < 1e-5)
    #expect(relativeError(fused.statistics(), unfused.statistics()) < 1e-6)
  }

  /// What is computed again is what was there: the same bytes, statistics moved once.
  @Test(arguments: TrainedCase.all, [TrainingOptions.Recomputation.normalisations, .blocks])
  func recomputationChangesNothing(
    _ test: LayerCase, _ recomputation: TrainingOptions.Recomputation
  ) throws {
    let plain = try TrainingRun(test.graph(), shape: shape)
    let again = try TrainingRun(
      test.graph(), shape: shape, options: TrainingOptions(recomputation: recomputation, seed: 3))
    #expect(try plain.outputs() == again.outputs())
    #expect(try plain.gradients() == again.gradients())
    #expect(plain.statistics() == again.statistics())
  }

  @Test(arguments: TrainedCase.all) func everyGradientIsCompletedOnce(_ test: LayerCase) throws {
    let run = try TrainingRun(test.graph(), shape: shape)
    _ = try run.outputs()
    var ranges: [Range<Int>] = []
    _ = try run.gradients { ranges.append($0) }
    let expected = run.parameters.layout.entries
      .filter { $0.parameter.role.isTrainable }.map(\.range)
    #expect(ranges.sorted { $0.lowerBound < $1.lowerBound } == expected)
  }

  static let convolutions = [
    Convolution(3, 64, kernel: 7, stride: 2, padding: 3),
    Convolution(64, 64, kernel: 3, padding: 2, dilation: 2),
    Convolution(64, 48, kernel: 3, padding: 12, dilation: 12),
    Convolution(16, 32, kernel: 3, padding: 24, dilation: 24, hasBias: true),
    Convolution(64, 128, kernel: 3, stride: 2, padding: 1),
    Convolution(5, 7, kernel: 3, padding: 1), Convolution(32, 40, kernel: 1, hasBias: true),
    Convolution(32, 32, kernel: 3, padding: 1, groups: 32),
  ]

  @Test(arguments: convolutions, [1, 2, 3, 5])
  func filterGradientsEqualTheDefinition(_ convolution: Convolution, _ batch: Int) throws {
    try check(convolution, batch: batch, height: 9, width: 8)
  }

  /// So wide that inputs are taken in stretches, of transformed tiles and of taps.
  @Test(arguments: [
    Convolution(344, 344, kernel: 3, padding: 1),
    Convolution(680, 690, kernel: 3, stride: 2, padding: 1, dilation: 2),
  ])
  func wideFilterGradientsEqualTheDefinition(_ convolution: Convolution) throws {
    try check(convolution, batch: 1, height: 4, width: 3)
  }

  private func check(_ convolution: Convolution, batch: Int, height: Int, width: Int) throws {
    var graph = NetworkGraph(inputChannels: convolution.inputChannels)
    graph.addOutput("y", node: try graph.add(.convolution(convolution), 0, parameterPrefix: "a"))
    let shape = TensorShape(
      batch: batch, height: height, width: width, channels: convolution.inputChannels)
    let run = try TrainingRun(graph, shape: shape)
    _ = try run.outputs()
    let gradients = try run.gradients()
    let naive = NaiveConvolution(
      batch: batch, inputChannels: convolution.inputChannels,
      outputChannels: convolution.outputChannels, height: height, width: width,
      kernelHeight: convolution.kernel.height, kernelWidth: convolution.kernel.width,
      stride: convolution.stride.height, padding: convolution.padding.height,
      dilation: convolution.dilation.height, groups: convolution.groups)
    let expected = naive.weightGradient(run.cotangent(0), run.images)
    let place = try #require(run.parameters.layout["a.weight"]?.range)
    #expect(relativeError(gradients[place], expected) < 1e-6)
    if let bias = run.parameters.layout["a.bias"]?.range {
      let cotangent = run.cotangent(0)
      let channels = convolution.outputChannels
      let sums = (0..<channels).map { channel in
        stride(from: channel, to: cotangent.count, by: channels)
          .reduce(0.0) { $0 + Double(cotangent[$1]) }
      }
      #expect(relativeError(gradients[bias], sums) < 1e-6)
    }
  }

  @Test(arguments: convolutions) func theBytesAreTheSameForAnyThreads(
    _ convolution: Convolution
  ) throws {
    let threads = ThreadTeam.threadCount
    defer { ThreadTeam.threadCount = threads }
    var graph = NetworkGraph(inputChannels: convolution.inputChannels)
    let node = try graph.add(.convolution(convolution), 0, parameterPrefix: "a")
    let norm = try graph.add(
      .batchNorm(BatchNorm(channels: convolution.outputChannels)), node, parameterPrefix: "b")
    graph.addOutput("y", node: try graph.add(.dropout(probability: 0.5), norm))
    let shape = TensorShape(batch: 2, height: 25, width: 29, channels: convolution.inputChannels)
    func bytes(_ count: Int) throws -> [[Float]] {
      ThreadTeam.threadCount = count
      let run = try TrainingRun(graph, shape: shape)
      return try [run.outputs()[0], run.gradients(), run.statistics()]
    }
    let expected = try bytes(1)
    for count in [2, 3, 16] { #expect(try bytes(count) == expected, "\(count) threads") }
  }
}
