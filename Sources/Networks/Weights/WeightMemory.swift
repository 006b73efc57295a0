/// Memory that arranged weights lie in: this process's own, or memory that several processes share.
public protocol WeightMemory: AnyObject {
  /// Number of bytes.
  var byteCount: Int { get }
  /// The first byte, at a multiple of 64; valid while this object lives.
  ///
  /// Weights that others have filled are only read.
  @unsafe var start: UnsafeMutableRawPointer { get }
}
