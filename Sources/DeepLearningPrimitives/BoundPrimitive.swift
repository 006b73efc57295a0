internal import COneDNN

/// A primitive together with the memories it works on, ready to run again and again.
@safe public final class BoundPrimitive {
  private let primitive: Primitive
  private let memories: [Memory]
  private let engine: Engine
  private let stream: Stream
  private let arguments: UnsafeMutableBufferPointer<dnnl_exec_arg_t>

  /// Binds arguments once, so that running allocates nothing on our side.
  /// - Parameters:
  ///   - queue: a number that tells apart the primitives that run at the same time.
  /// - Throws: ``DNNError`` when a memory's descriptor is not the one that the primitive wants.
  public init(
    _ primitive: Primitive, _ bindings: [(role: ArgumentRole, memory: Memory)], engine: Engine,
    queue: Int = 0
  ) throws(DNNError) {
    for (role, memory) in bindings {
      guard let wanted = try primitive.argument(role), wanted == memory.descriptor else {
        throw DNNError(
          function: "dnnl_primitive_execute", code: Int(dnnl_invalid_arguments.rawValue),
          operation: "binding \(role) of \(primitive.name): its layout differs")
      }
    }
    self.primitive = primitive
    self.engine = engine
    stream = try engine.stream(queue)
    memories = bindings.map(\.memory)
    unsafe arguments = .allocate(capacity: bindings.count)
    for (index, binding) in bindings.enumerated() {
      let argument = unsafe dnnl_exec_arg_t(arg: binding.role.code, memory: binding.memory.handle)
      unsafe arguments.initializeElement(at: index, to: argument)
    }
  }

  deinit { unsafe arguments.deallocate() }

  /// The name of the implementation that oneDNN chose.
  public var implementation: String { primitive.implementation }

  /// Computes, and returns when done.
  /// - Throws: ``DNNError``.
  public func run() throws(DNNError) {
    unsafe try check(
      dnnl_primitive_execute(
        primitive.handle, stream.handle, Int32(arguments.count), arguments.baseAddress),
      "dnnl_primitive_execute", "computing \(primitive.name)")
    unsafe try check(
      dnnl_stream_wait(stream.handle), "dnnl_stream_wait", "computing \(primitive.name)")
  }
}
