import DeepLearningPrimitives
import TensorCore

/// Filters or a bias in a primitive's order.
final class WeightBuffer {
  let memory: Memory
  private let buffer: AlignedBuffer<UInt8>
  private let engine: Engine

  /// Makes room for what `order` describes, filled with zeros.
  init(_ order: MemoryDescriptor, engine: Engine) throws {
    self.engine = engine
    buffer = AlignedBuffer(repeating: 0, count: order.byteCount)
    memory = unsafe try Memory(
      order, at: UnsafeMutableRawPointer(buffer.unsafeBaseAddress), engine: engine)
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
      byteOffset + order.byteCount <= buffer.count,
      "\(order.byteCount) bytes from \(byteOffset) on of \(buffer.count)")
    return unsafe try Memory(
      order, at: UnsafeMutableRawPointer(buffer.unsafeBaseAddress + byteOffset), engine: engine)
  }

  /// The numbers, in the order of the bytes.
  var floats: Region {
    let start = unsafe UnsafeMutableRawPointer(buffer.unsafeBaseAddress)
      .assumingMemoryBound(to: Float.self)
    return unsafe Region(start: start, count: buffer.count / MemoryLayout<Float>.stride)
  }
}
