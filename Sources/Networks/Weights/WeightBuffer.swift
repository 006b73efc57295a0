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
  convenience init(
    _ values: [Float], dimensions: [Int], order: MemoryDescriptor, engine: Engine
  ) throws {
    try self.init(order, engine: engine)
    precondition(
      values.count == dimensions.reduce(1, *), "\(values.count) values for \(dimensions)")
    var values = values
    unsafe try values.withUnsafeMutableBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      let plain = unsafe try Memory(.dense(dimensions), at: start, engine: engine)
      let reorder = try Primitive.reorder(from: plain.descriptor, to: order, engine: engine)
      try BoundPrimitive(
        reorder, [(.source, plain), (.destination, memory)], engine: engine
      ).run()
    }
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
