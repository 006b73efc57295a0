internal import COneDNN

/// The processor as oneDNN sees it. One engine serves a process.
@safe public final class Engine {
  let handle: dnnl_engine_t

  /// Creates the engine of the processor.
  /// - Throws: ``DNNError``.
  public init() throws(DNNError) {
    var engine: dnnl_engine_t?
    unsafe try check(dnnl_engine_create(&engine, dnnl_cpu, 0), "dnnl_engine_create", Self.purpose)
    guard let engine = unsafe engine else { throw Self.missing("dnnl_engine_create") }
    unsafe handle = engine
  }

  deinit {
    // It can fail only for a null handle.
    unsafe _ = dnnl_engine_destroy(handle)
  }

  /// Version of the library in use, such as `2.6.3`.
  public static var libraryVersion: String {
    guard let version = unsafe dnnl_version()?.pointee else { return "unknown" }
    return unsafe "\(version.major).\(version.minor).\(version.patch)"
  }

  private static let purpose = "setting up the processor"
  private static func missing(_ function: String) -> DNNError {
    DNNError(function: function, code: Int(dnnl_runtime_error.rawValue), operation: purpose)
  }
}
