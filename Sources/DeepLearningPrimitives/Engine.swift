internal import COneDNN

/// The processor as oneDNN sees it, with as many queues as primitives run at the same time.
///
/// One engine serves a process. Primitives are made and bound from one thread at a time.
@safe public final class Engine {
  let handle: dnnl_engine_t
  private var streams: [Stream] = []

  /// Creates the engine of the processor.
  /// - Throws: ``DNNError``.
  public init() throws(DNNError) {
    var engine: dnnl_engine_t?
    unsafe try check(dnnl_engine_create(&engine, dnnl_cpu, 0), "dnnl_engine_create", Self.purpose)
    guard let engine = unsafe engine else { throw Self.missing("dnnl_engine_create") }
    unsafe handle = engine
  }

  deinit {
    streams = []
    // It can fail only for a null handle.
    unsafe _ = dnnl_engine_destroy(handle)
  }

  /// The queue of that number, made when it is first asked for.
  func stream(_ number: Int) throws(DNNError) -> Stream {
    while streams.count <= number { streams.append(unsafe try Stream(handle)) }
    return streams[number]
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
