import ComputePlatform
import Kernels
import TestSupport
import Testing

/// Kernels that go along channels: the same bytes with narrow and with wide vectors.
///
/// What they compute is held against nested loops in the tests of plans.
@Suite(.enabled(if: Processor.vectorLevel >= 3)) struct DirectKernelTests {
  struct Case: Sendable {
    var size: (Int, Int)
    var channels = 24
    var kernel = 3
    var stride = 1
    var padding = 1

    static let all = [
      Case(size: (7, 9)), Case(size: (1, 1), channels: 8), Case(size: (5, 70), channels: 48),
      Case(size: (8, 11), kernel: 5, stride: 2, padding: 2),
      Case(size: (9, 6), channels: 16, stride: 3),
    ]

    func axis(
      _ size: Int, _ make: (Int, Int, Int, Int, Int, Int) -> ConvolutionAxis
    ) -> ConvolutionAxis {
      make(size, output(size), kernel, stride, padding, 1)
    }

    func output(_ size: Int) -> Int { (size + 2 * padding - kernel) / stride + 1 }
  }

  private func bytes(
    _ kernel: some ConvolutionKernel, _ input: [Float], _ filters: [Float], _ start: [Float],
    bias: [Float], bounds: ClosedRange<Float>?
  ) -> [UInt32] {
    var result = start
    input.withUnsafeBytes { input in
      filters.withUnsafeBytes { filters in
        bias.withUnsafeBufferPointer { bias in
          result.withUnsafeMutableBufferPointer { result in
            guard let from = input.baseAddress, let bank = filters.baseAddress,
              let to = result.baseAddress
            else { return }
            for part in 0..<kernel.partCount {
              kernel.run(
                part: part, input: from, filters: bank, bias: bias.isEmpty ? nil : bias.baseAddress,
                output: to, accumulates: true, bounds: bounds)
            }
          }
        }
      }
    }
    return result.map(\.bitPattern)
  }

  @Test(arguments: Case.all)
  func depthwise(_ test: Case) {
    var generator = SeededGenerator(seed: 4)
    let outputs = test.output(test.size.0) * test.output(test.size.1) * test.channels
    let input = generator.floats(test.size.0 * test.size.1 * test.channels)
    let filters = generator.floats(test.kernel * test.kernel * test.channels)
    let (start, bias) = (generator.floats(outputs), generator.floats(test.channels))
    func found(_ instructions: VectorInstructions) -> [UInt32] {
      bytes(
        DepthwiseConvolution(
          rows: test.axis(test.size.0, ConvolutionAxis.forward),
          columns: test.axis(test.size.1, ConvolutionAxis.forward), channels: test.channels,
          instructions: instructions),
        input, filters, start, bias: bias, bounds: -0.5...2)
    }
    #expect(found(.avx2) == found(.avx512))
  }

  @Test(arguments: Case.all, 1...4)
  func gradientsOfFewChannels(_ test: Case, channels: Int) {
    var generator = SeededGenerator(seed: 6)
    let outputs = 32
    let input = generator.floats(test.output(test.size.0) * test.output(test.size.1) * outputs)
    let filters = generator.floats(test.kernel * test.kernel * channels * outputs)
    let start = generator.floats(test.size.0 * test.size.1 * channels)
    func found(_ instructions: VectorInstructions) -> [UInt32] {
      bytes(
        FewChannelGradient(
          rows: test.axis(test.size.0, ConvolutionAxis.backward),
          columns: test.axis(test.size.1, ConvolutionAxis.backward), channels: channels,
          outputs: outputs, instructions: instructions),
        input, filters, start, bias: [], bounds: nil)
    }
    #expect(found(.avx2) == found(.avx512))
  }
}
