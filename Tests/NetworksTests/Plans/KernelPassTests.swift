import DeepLearningPrimitives
import Kernels
import TensorCore
import TestSupport
import Testing

@testable import Networks

/// Convolutions by kernels of ours against nested loops in double precision.
@Suite(.serialized) struct KernelPassTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var batch = 1
    var channels: (Int, Int)
    var size: (Int, Int)
    var kernel = 1
    var stride = 1
    var padding = 0
    var dilation = 1
    var groups = 1

    var testDescription: String {
      "\(batch) x \(size.0)x\(size.1), \(channels.0)->\(channels.1), kernel \(kernel), "
        + "stride \(stride), padding \(padding), dilation \(dilation), groups \(groups)"
    }

    var naive: NaiveConvolution {
      NaiveConvolution(
        batch: batch, inputChannels: channels.0, outputChannels: channels.1, height: size.0,
        width: size.1, kernelHeight: kernel, kernelWidth: kernel, stride: stride,
        padding: padding, dilation: dilation, groups: groups)
    }

    /// Products of packed matrices in plans: taps far apart, single taps, strides.
    static let planned = [
      Case(batch: 2, channels: (128, 136), size: (13, 11), kernel: 3, padding: 9, dilation: 9),
      Case(channels: (130, 129), size: (6, 7), kernel: 3, padding: 5, dilation: 5),
      Case(batch: 2, channels: (17, 33), size: (5, 4)),
      Case(channels: (70, 64), size: (11, 8), kernel: 3, stride: 2, padding: 1),
      Case(channels: (48, 65), size: (9, 9), stride: 2),
      Case(channels: (3, 32), size: (17, 14), kernel: 7, stride: 2, padding: 3),
    ]
    /// Other kernels in plans: depthwise, and gradients of few channels.
    static let direct = [
      Case(batch: 2, channels: (24, 24), size: (9, 7), kernel: 3, padding: 1, groups: 24),
      Case(channels: (32, 32), size: (70, 5), kernel: 3, padding: 1, groups: 32),
      Case(channels: (16, 16), size: (5, 135), kernel: 3, stride: 2, padding: 1, groups: 16),
      Case(channels: (40, 40), size: (8, 9), kernel: 5, padding: 4, dilation: 2, groups: 40),
      Case(channels: (8, 8), size: (1, 1), kernel: 3, padding: 1, groups: 8),
      Case(batch: 2, channels: (4, 16), size: (9, 70), kernel: 3, padding: 1),
      Case(channels: (1, 48), size: (12, 11), kernel: 5, stride: 3, padding: 2),
      Case(channels: (2, 32), size: (7, 8), kernel: 4, stride: 2, padding: 1),
    ]
    /// Further ones that the products can compute.
    static let others = [
      Case(channels: (5, 3), size: (9, 11)), Case(channels: (300, 70), size: (13, 14)),
      Case(channels: (33, 290), size: (1, 1)),
      Case(channels: (3, 40), size: (30, 31), kernel: 7, stride: 2, padding: 3),
      Case(channels: (40, 33), size: (21, 20), kernel: 3, stride: 2, padding: 1),
      Case(channels: (20, 9), size: (9, 9), kernel: 3, stride: 3, padding: 2, dilation: 2),
      Case(channels: (530, 8), size: (3, 4), kernel: 2),
    ]
  }

  @Test(arguments: Case.planned + Case.direct)
  func bothPassesOfAPlanEqualNestedLoops(_ test: Case) throws {
    let convolution = Convolution(
      test.channels.0, test.channels.1, kernel: test.kernel, stride: test.stride,
      padding: test.padding, dilation: test.dilation, groups: test.groups)
    var graph = NetworkGraph(inputChannels: test.channels.0)
    graph.addOutput("y", node: try graph.add(.convolution(convolution), 0, parameterPrefix: "a"))
    let shape = TensorShape(
      batch: test.batch, height: test.size.0, width: test.size.1, channels: test.channels.0)
    #expect(KernelRule(shape: convolution.shape(at: shape), type: .float32).gradient != nil)
    let source = RandomParameters(for: graph)
    let run = try PlanRun(graph, shape: shape, source: source)
    var weights = [Float](repeating: 0, count: convolution.weightShape.reduce(1, *))
    var span = weights.mutableSpan
    source.readFloats(name: "a.weight", into: &span)
    #expect(relativeError(try run.outputs()[0], test.naive.forward(run.images, weights)) < 5e-7)
    let expected = test.naive.backward(run.cotangent(0), weights)
    #expect(relativeError(try run.gradient(.all), expected) < 5e-7)
  }

  private enum Direction: CaseIterable {
    case forward, backward
    /// The gradient from the forward pass's filters.
    case turned
  }

  /// The result of one image, and of what was there before if `start` is not nil.
  private func result(
    _ test: Case, _ direction: Direction, _ values: [Float], _ weights: [Float],
    _ instructions: VectorInstructions, factors: PackedConvolution.Factors = .single,
    start: Float? = nil
  ) -> [Float] {
    let naive = test.naive
    let isForward = direction == .forward
    func axis(_ input: Int, _ output: Int) -> ConvolutionAxis {
      (isForward ? ConvolutionAxis.forward : ConvolutionAxis.backward)(
        input, output, test.kernel, test.stride, test.padding, test.dilation)
    }
    let (inputs, outputs) = (naive.inputChannels, naive.outputChannels)
    let convolution = PackedConvolution(
      rows: axis(naive.inputHeight, naive.outputHeight),
      columns: axis(naive.inputWidth, naive.outputWidth),
      inputChannels: isForward ? inputs : outputs, outputChannels: isForward ? outputs : inputs,
      factors: factors, instructions: instructions, isTransposed: direction == .turned)
    let taps = test.kernel * test.kernel
    let isExchanged = direction == .backward
    let rows = taps * (isExchanged ? outputs : inputs)
    let columns = isExchanged ? inputs : outputs
    var panels = [Float](repeating: 0, count: FilterPanels.count(rows: rows, outputs: columns))
    var span = panels.mutableSpan
    for panel in 0..<FilterPanels.panelCount(outputs: columns) {
      FilterPanels.pack(
        weights.span, outputs: outputs, inputs: inputs, taps: taps, isTransposed: isExchanged,
        panel: panel, into: &span)
    }
    var result = [Float](
      repeating: start ?? .nan, count: isForward ? naive.outputCount : naive.inputCount)
    if case .single = factors {
      compute(convolution, values, panels, &result, accumulates: start != nil)
    } else {
      var bits = [UInt16](
        repeating: 0, count: FilterPanels.count(rows: (rows + 1) / 2 * 2, outputs: columns))
      var span = bits.mutableSpan
      FilterPanels.round(panels.span, rows: rows, into: &span)
      compute(
        convolution, values.map { UInt16(rounded($0).bitPattern >> 16) }, bits, &result,
        accumulates: start != nil)
    }
    return result
  }

  private func compute<Number>(
    _ convolution: PackedConvolution, _ values: [Number], _ panels: [Number],
    _ result: inout [Float], accumulates: Bool
  ) {
    values.withUnsafeBytes { values in
      panels.withUnsafeBytes { panels in
        result.withUnsafeMutableBufferPointer { result in
          guard let input = values.baseAddress, let filters = panels.baseAddress,
            let output = result.baseAddress
          else { return }
          for part in 0..<convolution.partCount {
            convolution.run(
              part: part, input: input, filters: filters, bias: nil, output: output,
              accumulates: accumulates, bounds: nil)
          }
        }
      }
    }
  }

  private func inputs(_ test: Case, _ direction: Direction) -> (values: [Float], weights: [Float]) {
    var generator = SeededGenerator(seed: 5)
    let naive = test.naive
    return (
      generator.floats(direction == .forward ? naive.inputCount : naive.outputCount),
      generator.floats(naive.weightCount)
    )
  }

  @Test(arguments: Case.planned + Case.others)
  func allDirectionsAddToWhatIsThere(_ test: Case) throws {
    var test = test
    test.batch = 1
    for direction in Direction.allCases {
      let (values, weights) = inputs(test, direction)
      let found = result(test, direction, values, weights, .avx2, start: 1)
      let expected =
        (direction == .forward
        ? test.naive.forward(values, weights) : test.naive.backward(values, weights)).map { $0 + 1 }
      #expect(relativeError(found, expected) < 5e-7, "\(direction)")
    }
  }

  @Test(arguments: Case.planned + Case.others)
  func instructionsDoNotChangeBytes(_ test: Case) throws {
    guard InstructionSet.effective >= .avx512 else { return }
    var test = test
    test.batch = 1
    for direction in Direction.allCases {
      let (values, weights) = inputs(test, direction)
      let narrow = result(test, direction, values, weights, .avx2)
      #expect(result(test, direction, values, weights, .avx512) == narrow, "\(direction)")
    }
  }

  @Test(arguments: Case.planned + Case.others)
  func factorsAreRoundedToBFloat16(_ test: Case) throws {
    guard Precision.bfloat16.isAvailable else { return }
    var test = test
    test.batch = 1
    for direction in Direction.allCases {
      if direction == .turned, test.channels.0 % 2 != 0, test.kernel > 1 { continue }
      let (values, weights) = inputs(test, direction)
      let found = result(test, direction, values, weights, .avx512BFloat16, factors: .bfloat16)
      let (roundedValues, roundedWeights) = (values.map(rounded), weights.map(rounded))
      let expected =
        direction == .forward
        ? test.naive.forward(roundedValues, roundedWeights)
        : test.naive.backward(roundedValues, roundedWeights)
      #expect(relativeError(found, expected) < 5e-7, "\(direction)")
    }
  }

  /// The nearest number with eight bits of significand, ties to even.
  private func rounded(_ value: Float) -> Float {
    let bits = value.bitPattern
    return Float(bitPattern: (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000)
  }
}
