import Glibc
import TensorCore

/// The plain traffic that kernels are compared with.
enum Baseline: CaseIterable {
  /// A copy in a loop over vectors as the kernels have it.
  case copyLoop
  /// The C library's copy.
  case memcpy
  /// A loop over vectors that only reads.
  case readLoop

  /// Copies all values, or reads all of `source`.
  /// - Precondition: copies need a target of the same count.
  @inline(never)
  func run(from source: borrowing AlignedBuffer<Float>, to target: inout AlignedBuffer<Float>) {
    precondition(
      self == .readLoop || source.count == target.count,
      "\(source.count) values to \(target.count)")
    switch self {
    case .copyLoop:
      let input = unsafe source.span.bytes
      var values = target.mutableSpan
      var output = unsafe values.mutableBytes
      let end = (source.count & ~7) * MemoryLayout<Float>.stride
      var offset = 0
      while offset < end {
        let lanes = unsafe input.unsafeLoadUnaligned(
          fromUncheckedByteOffset: offset, as: SIMD8<Float>.self)
        unsafe output.storeBytes(
          of: lanes, toUncheckedByteOffset: offset, as: SIMD8<Float>.self)
        offset &+= MemoryLayout<SIMD8<Float>>.stride
      }
    case .memcpy:
      unsafe _ = Glibc.memcpy(
        target.unsafeBaseAddress, source.unsafeBaseAddress,
        source.count * MemoryLayout<Float>.stride)
    case .readLoop:
      let input = unsafe source.span.bytes
      let end = (source.count & ~31) * MemoryLayout<Float>.stride
      var offset = 0
      // Four independent vectors, and a result, so that nothing is left out.
      var (a, b, c, d) = (Lanes(), Lanes(), Lanes(), Lanes())
      while offset < end {
        a |= unsafe input.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: Lanes.self)
        b |= unsafe input.unsafeLoadUnaligned(
          fromUncheckedByteOffset: offset &+ 32, as: Lanes.self)
        c |= unsafe input.unsafeLoadUnaligned(
          fromUncheckedByteOffset: offset &+ 64, as: Lanes.self)
        d |= unsafe input.unsafeLoadUnaligned(
          fromUncheckedByteOffset: offset &+ 96, as: Lanes.self)
        offset &+= 128
      }
      var values = target.mutableSpan
      values[0] = Float(((a | b) | (c | d)).wrappedSum())
    }
  }

  private typealias Lanes = SIMD8<UInt32>
}
