import DeepLearningPrimitives
import TensorCore

/// Filters or a bias in a primitive's order.
final class WeightBuffer {
  let memory: Memory
  private let place: any WeightMemory
  private let offset: Int
  private let engine: Engine

  /// Makes room for what `order` describes, filled with zeros.
  convenience init(_ order: MemoryDescriptor, engine: Engine) throws {
    try self.init(order, in: OwnMemory(byteCount: order.byteCount), at: 0, engine: engine)
  }

  /// Describes bytes of a memory, which it keeps alive.
  init(
    _ order: MemoryDescriptor, in place: any WeightMemory, at offset: Int, engine: Engine
  ) throws {
    precondition(
      offset >= 0 && offset + order.byteCount <= place.byteCount,
      "\(order.byteCount) bytes from \(offset) on of \(place.byteCount)")
    self.engine = engine
    self.place = place
    self.offset = offset
    memory = unsafe try Memory(order, at: place.start + offset, engine: engine)
  }

  /// Reorders a dense array of those dimensions into it.
  func fill(from values: Span<Float>, dimensions: [Int]) throws {
    precondition(
      values.count == dimensions.reduce(1, *), "\(values.count) values for \(dimensions)")
    try unsafe values.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      // Only read; a copy that could be written would be the peak of the memory.
      let address = unsafe UnsafeMutableRawPointer(mutating: start)
      try fill(from: unsafe Memory(.dense(dimensions), at: address, engine: engine))
    }
  }

  /// Takes the numbers of another memory, in its own order and format.
  func fill(from source: Memory) throws {
    let reorder = try Primitive.reorder(
      from: source.descriptor, to: memory.descriptor, engine: engine)
    try BoundPrimitive(
      reorder, [(.source, source), (.destination, memory)], engine: engine
    ).run()
  }

  /// Takes numbers in single precision, in the order of the bytes.
  func set(_ values: [Double]) {
    var span = floats.mutableSpan
    for (index, value) in values.enumerated() { span[index] = Float(value) }
  }

  /// Some of the bytes, described otherwise.
  func memory(as order: MemoryDescriptor, byteOffset: Int = 0) throws -> Memory {
    precondition(
      byteOffset + order.byteCount <= memory.descriptor.byteCount,
      "\(order.byteCount) bytes from \(byteOffset) on of \(memory.descriptor.byteCount)")
    return unsafe try Memory(order, at: place.start + offset + byteOffset, engine: engine)
  }

  /// The numbers, in the order of the bytes.
  var floats: Region {
    let start = unsafe (place.start + offset).assumingMemoryBound(to: Float.self)
    let count = memory.descriptor.byteCount / MemoryLayout<Float>.stride
    return unsafe Region(start: start, count: count)
  }
}

/// Memory of this process alone.
private final class OwnMemory: WeightMemory {
  private let buffer: AlignedBuffer<UInt8>

  init(byteCount: Int) { buffer = AlignedBuffer(repeating: 0, count: byteCount) }

  var byteCount: Int { buffer.count }
  var start: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(buffer.unsafeBaseAddress) }
}
