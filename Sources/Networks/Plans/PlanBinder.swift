import DeepLearningPrimitives
import Kernels
import TensorCore

/// Binds a compiled plan's operations to memory, which it owns.
final class PlanBinder {
  let compiler: PlanCompiler
  private let arena: AlignedBuffer<Float>
  private let scratch: AlignedBuffer<UInt8>
  private let work: AlignedBuffer<Float>
  private let winners: AlignedBuffer<Int32>
  private let winnerRanges: [Int: Range<Int>]
  private let masks: AlignedBuffer<UInt8>
  private let maskRanges: [Int: Range<Int>]

  var weights: NetworkWeights { compiler.weights }

  /// Places all buffers and allocates them.
  init(_ compiled: consuming PlanCompiler) {
    arena = AlignedBuffer(repeating: 0, count: compiled.place())
    scratch = AlignedBuffer(
      repeating: 0, count: compiled.scratchByteCount * compiled.scratchCount)
    work = AlignedBuffer(repeating: 0, count: compiled.workspaceCount)
    let winnerTotal: Int
    (winnerRanges, winnerTotal) = Self.ranges(compiled.winnerCounts)
    winners = AlignedBuffer(repeating: 0, count: winnerTotal)
    let maskTotal: Int
    (maskRanges, maskTotal) = Self.ranges(
      compiled.maskCounts.mapValues { ActivationMask.byteCount(for: $0) })
    masks = AlignedBuffer(repeating: 0, count: maskTotal)
    compiler = compiled
  }

  /// Places one after the other for what each step keeps for its backward pass.
  private static func ranges(_ counts: [Int: Int]) -> ([Int: Range<Int>], total: Int) {
    var ranges: [Int: Range<Int>] = [:]
    var total = 0
    for (step, count) in counts.sorted(by: { $0.key < $1.key }) {
      ranges[step] = total..<total + count
      total += count
    }
    return (ranges, total)
  }

  /// Bytes of all that this plan holds beside the weights.
  var byteCount: Int {
    (arena.count + work.count + winners.count) * MemoryLayout<Float>.stride + scratch.count
      + masks.count
  }

  func region(_ buffer: PlanBuffer) -> Region {
    let start = unsafe arena.unsafeBaseAddress + compiler.planner.offset(of: buffer.handle)
    return unsafe Region(start: start, count: buffer.count)
  }

  func region(of value: Step.ValueID) -> Region { region(compiler.buffer(of: value)) }

  /// Where a step keeps its winners; empty for steps without any.
  func winnerRegion(_ step: Int) -> WinnerRegion {
    let range = winnerRanges[step] ?? 0..<0
    let start = unsafe winners.unsafeBaseAddress + range.lowerBound
    return unsafe WinnerRegion(start: start, count: range.count)
  }

  /// Where a step keeps which values its activation let through; empty for steps without any.
  func maskRegion(_ step: Int) -> MaskRegion {
    let range = maskRanges[step] ?? 0..<0
    let start = unsafe masks.unsafeBaseAddress + range.lowerBound
    return unsafe MaskRegion(start: start, count: range.count)
  }

  /// A part of the working memory that transforms use while they run.
  func workspace(from first: Int, count: Int) -> Region {
    precondition(first + count <= work.count, "\(first + count) of \(work.count) floats")
    return unsafe Region(start: work.unsafeBaseAddress + first, count: count)
  }

  /// A place in a region as an argument of a primitive, in the number format of the argument.
  /// - Throws: ``DNNError``.
  func memory(
    _ primitive: Primitive, _ role: ArgumentRole, _ region: Region, byteOffset: Int = 0
  ) throws -> Memory {
    let descriptor = try primitive.require(role)
    precondition(
      byteOffset + descriptor.byteCount <= region.count * 4,
      "\(role) of \(primitive.name) ends after its region of \(region.count * 4) bytes")
    return unsafe try Memory(
      descriptor, at: UnsafeMutableRawPointer(region.start) + byteOffset, engine: weights.engine)
  }

  /// What a convolution of factors of that type reads in place of a region, and what puts it there
  /// first.
  func factor(_ region: Region, _ type: NumberType) -> (region: Region, rounding: (() -> Void)?) {
    guard type == .bfloat16 else { return (region, nil) }
    let rounded = workspace(from: 0, count: region.count)
    return (rounded, { Elementwise.round(region, to: rounded) })
  }

  /// Binds a primitive with the given arguments and a share of the library's working memory.
  /// - Parameter slot: tells the primitives apart that run at the same time.
  /// - Throws: ``DNNError``.
  func bind(
    _ primitive: Primitive, slot: Int = 0, _ arguments: [(role: ArgumentRole, memory: Memory)]
  ) throws -> BoundPrimitive {
    var arguments = arguments
    if let descriptor = try primitive.argument(.scratchpad) {
      precondition(
        slot < compiler.scratchCount && descriptor.byteCount <= compiler.scratchByteCount,
        "\(primitive.name) needs more working memory than was planned")
      let start = unsafe scratch.unsafeBaseAddress + slot * compiler.scratchByteCount
      let memory = unsafe try Memory(
        descriptor, at: UnsafeMutableRawPointer(start), engine: weights.engine)
      arguments.append((.scratchpad, memory))
    }
    return try BoundPrimitive(primitive, arguments, engine: weights.engine, queue: slot)
  }

  /// Binds the parts of a convolution of all images.
  ///
  /// `source` holds numbers of the parts' format, `destination` single precision. Parts may want
  /// their filters in different orders.
  /// - Throws: ``DNNError``.
  func bind(
    _ parts: ConvolutionParts, source: Region, destination: Region, bias: WeightBuffer?,
    filters: (MemoryDescriptor) throws -> WeightBuffer
  ) throws -> BoundParts {
    let shape = parts.shape
    let type = compiler.options.precision.numberType
    let inputRow = shape.input.width * shape.inputChannels * type.byteCount
    let outputRow = shape.output.width * shape.outputChannels * MemoryLayout<Float>.stride
    var bound: [BoundPrimitive] = []
    for image in 0..<shape.batch {
      for part in parts.parts {
        let primitive = part.primitive
        let first = image * shape.input.height + part.inputRows.lowerBound
        let target = image * shape.output.height + part.outputRows.lowerBound
        var arguments: [(role: ArgumentRole, memory: Memory)] = [
          (.source, try memory(primitive, .source, source, byteOffset: first * inputRow)),
          (.weights, try filters(primitive.require(.weights)).memory),
          (
            .destination,
            try memory(primitive, .destination, destination, byteOffset: target * outputRow)
          ),
        ]
        if let bias { arguments.append((.bias, bias.memory)) }
        bound.append(try bind(primitive, slot: bound.count, arguments))
      }
    }
    return BoundParts(bound)
  }
}

extension Primitive {
  /// The descriptor of an argument that the primitive must have.
  /// - Throws: ``DNNError``.
  func require(_ role: ArgumentRole) throws(DNNError) -> MemoryDescriptor {
    guard let descriptor = try argument(role) else {
      preconditionFailure("\(name) has no argument \(role)")
    }
    return descriptor
  }
}
