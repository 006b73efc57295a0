internal import COneDNN

/// A place in memory that a primitive reads or writes.
///
/// It does not own the bytes: whoever made it keeps them alive as long as the memory is used.
@safe public final class Memory {
  let handle: dnnl_memory_t
  /// What lies there.
  public let descriptor: MemoryDescriptor

  /// Describes the bytes at `address`, at least `descriptor.byteCount` of them.
  /// - Throws: ``DNNError``.
  @unsafe public init(
    _ descriptor: MemoryDescriptor, at address: UnsafeMutableRawPointer, engine: Engine
  ) throws(DNNError) {
    var memory: dnnl_memory_t?
    unsafe try check(
      dnnl_memory_create(&memory, descriptor.handle, engine.handle, address),
      "dnnl_memory_create", "describing \(descriptor.byteCount) bytes")
    guard let memory = unsafe memory else {
      throw DNNError(
        function: "dnnl_memory_create", code: Int(dnnl_out_of_memory.rawValue),
        operation: "describing \(descriptor.byteCount) bytes")
    }
    unsafe self.handle = memory
    self.descriptor = descriptor
  }

  deinit { unsafe _ = dnnl_memory_destroy(handle) }
}
