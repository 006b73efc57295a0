internal import COneDNN

extension Primitive {
  /// A copy from one order in memory to another.
  /// - Throws: ``DNNError`` when there is no such conversion.
  public static func reorder(
    from source: MemoryDescriptor, to destination: MemoryDescriptor, engine: Engine
  ) throws(DNNError) -> Primitive {
    let name = "reorder of \(source.byteCount) to \(destination.byteCount) bytes"
    var descriptor: dnnl_primitive_desc_t?
    unsafe try check(
      equipoise_dnnl_reorder(&descriptor, engine.handle, source.handle, destination.handle),
      "dnnl_reorder_primitive_desc_create", "planning the \(name)")
    guard let descriptor = unsafe descriptor else { throw DNNError.missing(name) }
    return unsafe try Primitive(descriptor: descriptor, name: name)
  }
}
