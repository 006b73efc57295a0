import DeepLearningPrimitives
import TensorCore

/// A pass of a convolution on oneDNN, compiled once and run image by image.
final class ImageConvolution {
  /// What is computed.
  enum Pass {
    /// The output of an image.
    case forward
    /// The gradient with respect to the image, from the one with respect to the output.
    case inputGradient
  }

  private var input: AlignedBuffer<Float>
  private let output: AlignedBuffer<Float>
  private let weights: AlignedBuffer<UInt8>
  private let scratchpad: AlignedBuffer<UInt8>
  private let primitive: BoundPrimitive

  /// Compiles the pass and brings the filters into the order that it asks for.
  /// - Parameters:
  ///   - weights: Filters in the order output channel, input channel, row, column.
  /// - Throws: `DNNError`.
  init(
    _ pass: Pass, of shape: ConvolutionShape, weights plain: [Float], engine: Engine
  ) throws {
    let primitive =
      switch pass {
      case .forward: try Primitive.convolution(shape, hasBias: false, engine: engine)
      case .inputGradient: try Primitive.convolutionGradientOfSource(shape, engine: engine)
      }
    let (reads, writes): (ArgumentRole, ArgumentRole) =
      switch pass {
      case .forward: (.source, .destination)
      case .inputGradient: (.gradientOfDestination, .gradientOfSource)
      }
    let source = try Self.argument(reads, of: primitive)
    let destination = try Self.argument(writes, of: primitive)
    let filters = try Self.argument(.weights, of: primitive)
    let scratch = try primitive.argument(.scratchpad)

    // Not numbers, so that a value that is never written is seen.
    input = AlignedBuffer(repeating: .nan, count: source.byteCount / 4)
    output = AlignedBuffer(repeating: .nan, count: destination.byteCount / 4)
    weights = AlignedBuffer(repeating: 0, count: filters.byteCount)
    scratchpad = AlignedBuffer(repeating: 0, count: scratch?.byteCount ?? 0)

    let ordered = try unsafe Memory(filters, at: weights.unsafeBaseAddress, engine: engine)
    try Self.reorder(plain, of: shape, to: ordered, engine: engine)
    var bindings: [(role: ArgumentRole, memory: Memory)] = [
      (reads, try unsafe Memory(source, at: input.unsafeBaseAddress, engine: engine)),
      (.weights, ordered),
      (writes, try unsafe Memory(destination, at: output.unsafeBaseAddress, engine: engine)),
    ]
    if let scratch {
      let memory = try unsafe Memory(scratch, at: scratchpad.unsafeBaseAddress, engine: engine)
      bindings.append((.scratchpad, memory))
    }
    self.primitive = try BoundPrimitive(primitive, bindings, engine: engine)
  }

  /// The name of the implementation that oneDNN chose.
  var implementation: String { primitive.implementation }

  /// Computes the pass for one image.
  /// - Precondition: as many values as the pass reads.
  /// - Throws: `DNNError`.
  func run(_ values: [Float]) throws -> [Float] {
    precondition(values.count == input.count, "\(values.count) values for \(input.count)")
    var elements = input.mutableSpan
    for index in values.indices { elements[index] = values[index] }
    try primitive.run()
    return unsafe Array(
      UnsafeBufferPointer(start: output.unsafeBaseAddress, count: output.count))
  }

  private static func argument(
    _ role: ArgumentRole, of primitive: Primitive
  ) throws -> MemoryDescriptor {
    guard let descriptor = try primitive.argument(role) else {
      throw MissingArgument(role: role, primitive: primitive.name)
    }
    return descriptor
  }

  private static func reorder(
    _ plain: [Float], of shape: ConvolutionShape, to ordered: Memory, engine: Engine
  ) throws {
    var buffer = AlignedBuffer<Float>(repeating: 0, count: plain.count)
    var elements = buffer.mutableSpan
    for index in plain.indices { elements[index] = plain[index] }
    let descriptor = try MemoryDescriptor.dense(shape.weightDimensions)
    let source = try unsafe Memory(descriptor, at: buffer.unsafeBaseAddress, engine: engine)
    let primitive = try Primitive.reorder(from: descriptor, to: ordered.descriptor, engine: engine)
    try BoundPrimitive(
      primitive, [(.source, source), (.destination, ordered)], engine: engine
    ).run()
  }
}

/// A primitive has not the argument that its kind implies.
private struct MissingArgument: Error, CustomStringConvertible {
  let role: ArgumentRole
  let primitive: String
  var description: String { "oneDNN: expected an argument \(role) of the \(primitive), found none" }
}
