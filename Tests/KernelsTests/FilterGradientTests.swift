import ComputePlatform
import Kernels
import TestSupport
import Testing

/// Gradients of filters by products against nested loops in double precision.
@Suite struct FilterGradientTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var channels: (Int, Int)
    var size: (Int, Int)
    var images = 1
    var kernel = (3, 3)
    var stride = 1
    var padding = 1
    var dilation = 1

    var testDescription: String {
      "\(images) x \(size.0)x\(size.1), \(channels.0)->\(channels.1), \(kernel), stride \(stride), "
        + "padding \(padding), dilation \(dilation)"
    }

    static let all = [
      Case(channels: (16, 32), size: (7, 9)),
      Case(channels: (1, 1), size: (1, 1)),
      Case(channels: (13, 31), size: (5, 6), images: 3),
      Case(channels: (14, 33), size: (6, 4), images: 2, padding: 3, dilation: 3),
      Case(channels: (15, 3), size: (19, 23), kernel: (1, 1), padding: 0),
      Case(channels: (170, 17), size: (3, 2), images: 2, padding: 0),
      Case(channels: (3, 257), size: (2, 3), kernel: (1, 1), padding: 0),
      Case(channels: (17, 16), size: (11, 8), images: 2, kernel: (5, 2), stride: 2, padding: 2),
      Case(channels: (8, 40), size: (9, 7), kernel: (1, 3), stride: 3, padding: 4, dilation: 2),
      Case(channels: (18, 8), size: (4, 5), images: 2, padding: 9, dilation: 9),
      Case(channels: (9, 5), size: (4, 4), kernel: (8, 8), padding: 4),
    ]

    var naive: NaiveConvolution {
      NaiveConvolution(
        batch: images, inputChannels: channels.0, outputChannels: channels.1, height: size.0,
        width: size.1, kernelHeight: kernel.0, kernelWidth: kernel.1, stride: stride,
        padding: padding, dilation: dilation)
    }

    func product(_ instructions: VectorInstructions) -> FilterGradient {
      let naive = naive
      func axis(_ input: Int, _ output: Int, _ kernel: Int) -> ConvolutionAxis {
        .forward(
          input: input, output: output, kernel: kernel, stride: stride, padding: padding,
          dilation: dilation)
      }
      return FilterGradient(
        rows: axis(naive.inputHeight, naive.outputHeight, kernel.0),
        columns: axis(naive.inputWidth, naive.outputWidth, kernel.1), images: images,
        inputChannels: channels.0, outputChannels: channels.1, instructions: instructions)
    }
  }

  /// The gradients in PyTorch's order, found block by block as a plan does.
  private func gradients(
    _ test: Case, _ instructions: VectorInstructions, _ gradient: [Float], _ input: [Float]
  ) -> [Float] {
    let product = test.product(instructions)
    let order = FilterSums.taps(product.tapCount)
    var result = [Float](repeating: .nan, count: test.naive.weightCount)
    for block in product.blocks.indices {
      let inputs = product.blocks[block]
      let size = inputs.count * test.channels.1
      var sums = [Float](repeating: .nan, count: product.tapCount * size)
      input.withUnsafeBufferPointer { input in
        gradient.withUnsafeBufferPointer { gradient in
          sums.withUnsafeMutableBufferPointer { sums in
            guard let images = input.baseAddress, let slopes = gradient.baseAddress,
              let to = sums.baseAddress
            else { return }
            for part in 0..<product.partCount {
              product.run(
                part: part, block: block, input: images, gradient: slopes,
                result: to + product.tap(ofPart: part) * size)
            }
          }
        }
      }
      var span = result.mutableSpan
      for group in 0..<(test.channels.1 + FilterSums.groupSize - 1) / FilterSums.groupSize {
        order.store(
          sums.span, inputs: inputs, of: test.channels.0, outputCount: test.channels.1,
          group: group, into: &span)
      }
    }
    return result
  }

  @Test(arguments: Case.all) func productsEqualNestedLoops(_ test: Case) {
    var generator = SeededGenerator(seed: 8)
    let input = generator.floats(test.naive.inputCount)
    let gradient = generator.floats(test.naive.outputCount)
    let found = gradients(test, .avx2, gradient, input)
    #expect(relativeError(found, test.naive.weightGradient(gradient, input)) < 5e-7)
    if Processor.vectorLevel >= 3 {
      #expect(gradients(test, .avx512, gradient, input) == found)
    }
  }

  @Test(arguments: WinogradTransformTests.Case.all)
  func planesEqualNestedLoops(_ test: WinogradTransformTests.Case) {
    var generator = SeededGenerator(seed: 9)
    let images = generator.floats(test.naive.inputCount)
    let gradient = generator.floats(test.naive.outputCount)
    let found = test.tiled().filterGradient(images, gradient)
    let bound = test.scheme == .points ? 2e-6 : 5e-7
    #expect(relativeError(found, test.naive.weightGradient(gradient, images)) < bound)
    if Processor.vectorLevel >= 3 {
      #expect(test.tiled(.avx512).filterGradient(images, gradient) == found)
    }
  }

  @Test func valuesThatAreNotFiniteStayInTheirFilters() {
    let test = Case(channels: (16, 32), size: (5, 5), kernel: (1, 1), padding: 0)
    var generator = SeededGenerator(seed: 10)
    var input = generator.floats(test.naive.inputCount)
    let gradient = generator.floats(test.naive.outputCount)
    input[5 * 16 + 3] = .nan
    input[7 * 16 + 4] = .infinity
    let found = gradients(test, .avx2, gradient, input)
    let inputs = Set(found.indices.filter { !found[$0].isFinite }.map { $0 % 16 })
    #expect(inputs == [3, 4])
  }
}
