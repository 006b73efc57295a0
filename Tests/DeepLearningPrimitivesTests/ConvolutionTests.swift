import DeepLearningPrimitives
import TensorCore
import TestSupport
import Testing

/// A convolution small enough for nested loops, with everything that selects another code path.
struct ConvolutionCase: Sendable, CustomTestStringConvertible {
  var batch = 1
  var channels = (8, 8)
  var size = (9, 11)
  var kernel = 3
  var stride = 1
  var padding = 1
  var dilation = 1
  var groups = 1

  var testDescription: String { shape.description }

  var shape: ConvolutionShape {
    ConvolutionShape(
      batch: batch, inputChannels: channels.0, outputChannels: channels.1,
      input: .init(size.0, size.1), kernel: .init(kernel, kernel), stride: .init(stride, stride),
      padding: .init(padding, padding), dilation: .init(dilation, dilation), groups: groups)
  }

  var naive: NaiveConvolution {
    NaiveConvolution(
      batch: batch, inputChannels: channels.0, outputChannels: channels.1, height: size.0,
      width: size.1, kernelHeight: kernel, kernelWidth: kernel, stride: stride, padding: padding,
      dilation: dilation, groups: groups)
  }

  static let all: [ConvolutionCase] = [
    ConvolutionCase(),
    ConvolutionCase(batch: 3, channels: (3, 16), size: (17, 13), kernel: 7, stride: 2, padding: 3),
    ConvolutionCase(channels: (16, 32), kernel: 1, padding: 0),
    ConvolutionCase(channels: (16, 40), kernel: 1, padding: 0),
    ConvolutionCase(channels: (16, 32), kernel: 1, stride: 2, padding: 0),
    ConvolutionCase(channels: (32, 16), size: (13, 13), padding: 6, dilation: 6),
    ConvolutionCase(batch: 2, channels: (32, 16), size: (7, 9), padding: 24, dilation: 24),
    ConvolutionCase(channels: (24, 24), groups: 24),
    ConvolutionCase(batch: 2, channels: (24, 24), stride: 2, groups: 24),
    ConvolutionCase(channels: (12, 20), groups: 4),
    ConvolutionCase(channels: (5, 7), size: (6, 5), kernel: 2, padding: 0),
  ]
}

@Suite struct ConvolutionTests {
  let engine: Engine
  init() throws { engine = try Engine() }

  /// Values that show when an output was not written.
  func unset(_ count: Int) -> [Float] { [Float](repeating: .nan, count: count) }

  /// Runs a primitive on arrays and returns the output; reorders the weights as it asks for them.
  func run(
    _ primitive: Primitive, reading: (ArgumentRole, [Float]), weights: [Float],
    weightDimensions: [Int], extra: [(ArgumentRole, [Float])] = [],
    writing: ArgumentRole, initially: [Float]
  ) throws -> [Float] {
    var bindings: [(role: ArgumentRole, memory: Memory)] = []
    var buffers: [UnsafeMutableRawPointer] = []
    defer { buffers.forEach { $0.deallocate() } }
    func memory(_ descriptor: MemoryDescriptor, _ values: [Float]) throws -> Memory {
      let bytes = UnsafeMutableRawPointer.allocate(
        byteCount: max(descriptor.byteCount, values.count * 4, 64), alignment: 64)
      buffers.append(bytes)
      bytes.copyMemory(from: values, byteCount: values.count * 4)
      return try Memory(descriptor, at: bytes, engine: engine)
    }
    for (role, values) in [reading] + extra {
      let descriptor = try #require(try primitive.argument(role))
      bindings.append((role, try memory(descriptor, values)))
    }
    let wanted = try #require(try primitive.argument(.weights))
    let plain = try memory(.dense(weightDimensions), weights)
    let ordered = try memory(wanted, [])
    let reorder = try Primitive.reorder(from: plain.descriptor, to: wanted, engine: engine)
    try BoundPrimitive(reorder, [(.source, plain), (.destination, ordered)], engine: engine).run()
    bindings.append((.weights, ordered))
    if let scratch = try primitive.argument(.scratchpad) {
      bindings.append((.scratchpad, try memory(scratch, [])))
    }
    let output = try memory(try #require(try primitive.argument(writing)), initially)
    bindings.append((writing, output))
    try BoundPrimitive(primitive, bindings, engine: engine).run()
    let start = try #require(buffers.last).assumingMemoryBound(to: Float.self)
    return Array(UnsafeBufferPointer(start: start, count: initially.count))
  }

  @Test(arguments: ConvolutionCase.all)
  func forwardEqualsNestedLoops(_ test: ConvolutionCase) throws {
    var random = SeededGenerator(seed: 1)
    let (shape, naive) = (test.shape, test.naive)
    let input = random.floats(naive.inputCount)
    let weights = random.floats(naive.weightCount)
    let bias = random.floats(shape.outputChannels)
    let primitive = try Primitive.convolution(shape, hasBias: true, engine: engine)
    let output = try run(
      primitive, reading: (.source, input), weights: weights,
      weightDimensions: shape.weightDimensions, extra: [(.bias, bias)], writing: .destination,
      initially: unset(naive.outputCount))
    var expected = naive.forward(input, weights)
    for index in expected.indices { expected[index] += Double(bias[index % bias.count]) }
    #expect(relativeError(output, expected) < 1e-6)
  }

  @Test(arguments: ConvolutionCase.all)
  func inputGradientEqualsNestedLoops(_ test: ConvolutionCase) throws {
    var random = SeededGenerator(seed: 2)
    let (shape, naive) = (test.shape, test.naive)
    let gradient = random.floats(naive.outputCount)
    let weights = random.floats(naive.weightCount)
    let primitive = try Primitive.convolutionGradientOfSource(shape, engine: engine)
    let output = try run(
      primitive, reading: (.gradientOfDestination, gradient), weights: weights,
      weightDimensions: shape.weightDimensions, writing: .gradientOfSource,
      initially: unset(naive.inputCount))
    #expect(relativeError(output, naive.backward(gradient, weights)) < 1e-6)
  }

  @Test(arguments: ConvolutionCase.all)
  func postOperationsComeInOrder(_ test: ConvolutionCase) throws {
    var random = SeededGenerator(seed: 3)
    let (shape, naive) = (test.shape, test.naive)
    let input = random.floats(naive.inputCount)
    let weights = random.floats(naive.weightCount)
    let residual = random.floats(naive.outputCount, in: -4...4)
    let plain = naive.forward(input, weights)
    let cases: [([PostOperation], (Double, Double) -> Double)] = [
      ([.accumulate, .relu], { max($0 + $1, 0) }),
      ([.accumulate, .clamp(lower: 0, upper: 6)], { min(max($0 + $1, 0), 6) }),
      ([.relu, .accumulate], { max($0, 0) + $1 }),
    ]
    for (operations, expectation) in cases {
      let primitive = try Primitive.convolution(
        shape, hasBias: false, postOperations: operations, engine: engine)
      let output = try run(
        primitive, reading: (.source, input), weights: weights,
        weightDimensions: shape.weightDimensions, writing: .destination, initially: residual)
      let expected = zip(plain, residual).map { expectation($0, Double($1)) }
      #expect(relativeError(output, expected) < 1e-6, "\(primitive.implementation)")
    }
  }

  @Test func bindingAWrongLayoutIsRefused() throws {
    let shape = ConvolutionCase().shape
    let primitive = try Primitive.convolution(shape, hasBias: false, engine: engine)
    let other = try MemoryDescriptor.nhwc(batch: 1, height: 9, width: 11, channels: 9)
    var values = [Float](repeating: 0, count: 9 * 11 * 9)
    try values.withUnsafeMutableBytes { bytes in
      let memory = try Memory(other, at: try #require(bytes.baseAddress), engine: engine)
      #expect(throws: DNNError.self) {
        _ = try BoundPrimitive(primitive, [(.source, memory)], engine: engine)
      }
    }
  }

  @Test func anImpossibleShapeIsAnErrorWithItsName() throws {
    let shape = ConvolutionShape(
      batch: 1, inputChannels: 4, outputChannels: 4, input: .init(2, 2), kernel: .init(5, 5))
    #expect(throws: DNNError.self) {
      _ = try Primitive.convolution(shape, hasBias: false, engine: engine)
    }
    do {
      _ = try Primitive.convolution(shape, hasBias: false, engine: engine)
    } catch {
      #expect("\(error)".contains("5x5 4->4 at 2x2"))
    }
  }
}
