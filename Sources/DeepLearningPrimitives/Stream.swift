internal import COneDNN

/// An in-order queue of primitives. Every bound primitive has its own, so that several can run at
/// the same time, each from one thread.
@safe final class Stream {
  let handle: dnnl_stream_t
  private let engine: Engine

  init(_ engine: Engine) throws(DNNError) {
    self.engine = engine
    var stream: dnnl_stream_t?
    let flags = UInt32(dnnl_stream_default_flags.rawValue)
    unsafe try check(
      dnnl_stream_create(&stream, engine.handle, flags), "dnnl_stream_create",
      "setting up a queue")
    guard let stream = unsafe stream else { throw DNNError.missing("queue") }
    unsafe handle = stream
  }

  // Destroying can fail only for a null handle.
  deinit { unsafe _ = dnnl_stream_destroy(handle) }
}
