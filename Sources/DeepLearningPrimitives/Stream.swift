internal import COneDNN

/// An in-order queue of primitives, used from one thread at a time.
@safe final class Stream {
  let handle: dnnl_stream_t

  init(_ engine: dnnl_engine_t) throws(DNNError) {
    var stream: dnnl_stream_t?
    let flags = UInt32(dnnl_stream_default_flags.rawValue)
    unsafe try check(
      dnnl_stream_create(&stream, engine, flags), "dnnl_stream_create", "setting up a queue")
    guard let stream = unsafe stream else { throw DNNError.missing("queue") }
    unsafe handle = stream
  }

  // Destroying can fail only for a null handle.
  deinit { unsafe _ = dnnl_stream_destroy(handle) }
}
