internal import Glibc

#if _endian(big)
  #error("checkpoints are little-endian and are read as they are")
#endif

/// The bytes of a checkpoint: a file mapped privately for reading, or memory of its own.
///
/// All parsers read through this type, with bounds checked by the caller's cursor first and by this
/// type again. Nothing is copied until numbers are.
@safe final class CheckpointBytes {
  /// The name for messages.
  let file: String
  /// Number of bytes.
  let count: Int
  private let base: UnsafeRawPointer
  /// Of the mapped file; nil for memory.
  private let descriptor: Int32?

  /// Copies an array, for tests and for bytes that came over a wire.
  /// - Complexity: O(`bytes`), one allocation.
  init(_ bytes: [UInt8], named file: String) {
    self.file = file
    count = bytes.count
    descriptor = nil
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: Swift.max(bytes.count, 1), alignment: 64)
    unsafe bytes.withUnsafeBytes { source in
      unsafe UnsafeMutableRawBufferPointer(start: memory, count: bytes.count)
        .copyMemory(from: source)
    }
    unsafe base = UnsafeRawPointer(memory)
  }

  /// Maps a file.
  /// - Throws: if it cannot be opened, is not a regular file, or is empty.
  /// - Complexity: O(1); pages are read when they are used.
  init(mapping path: String) throws(CheckpointError) {
    file = path
    // Without O_NONBLOCK, opening a named pipe waits for a writer.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.systemFault("open", file: path) }
    do throws(CheckpointError) {
      count = try Self.size(of: descriptor, file: path)
      guard count > 0 else {
        throw CheckpointError(
          .unknownForm, file: path, expected: "a checkpoint", found: "an empty file")
      }
      let address = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
      guard let address = unsafe address, unsafe address != MAP_FAILED else {
        throw Self.systemFault("mmap", file: path)
      }
      unsafe base = UnsafeRawPointer(address)
    } catch {
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
  }

  deinit {
    if let descriptor {
      unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
      close(descriptor)
    } else {
      unsafe base.deallocate()
    }
  }

  /// All bytes.
  var span: RawSpan {
    @_lifetime(borrow self)
    get {
      let span = unsafe RawSpan(_unsafeStart: base, byteCount: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The address of the first byte, valid while this object lives.
  @unsafe var unsafeBaseAddress: UnsafeRawPointer { unsafe base }

  /// One little-endian number.
  /// - Precondition: all its bytes are inside.
  @inline(__always)
  func load<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type, at offset: Int
  ) -> Number {
    precondition(
      offset >= 0 && offset <= count - MemoryLayout<Number>.size,
      "offset \(offset) of \(count) bytes")
    return unsafe base.loadUnaligned(fromByteOffset: offset, as: type)
  }

  /// A copy of some bytes.
  /// - Precondition: the range is inside.
  func copy(_ range: Range<Int>) -> [UInt8] {
    let part = span.extracting(range)
    return unsafe part.withUnsafeBytes { unsafe [UInt8]($0) }
  }

  /// Copies some bytes to memory of the caller.
  /// - Precondition: the range is inside, and the memory as long.
  func copy(_ range: Range<Int>, to target: UnsafeMutableRawBufferPointer) {
    precondition(target.count == range.count, "\(target.count) bytes for \(range.count)")
    let part = span.extracting(range)
    unsafe part.withUnsafeBytes { unsafe target.copyMemory(from: $0) }
  }

  /// Checks that the mapped file still has the bytes that it had.
  ///
  /// Reading a mapped page behind the end of a file kills the process. A file that shrinks between
  /// this check and the reading still does so; the check makes the window short.
  func checkSize() throws(CheckpointError) {
    guard let descriptor else { return }
    let now = try Self.size(of: descriptor, file: file)
    guard now >= count else {
      throw CheckpointError(
        .changed, file: file, expected: "\(count) bytes, as when it was opened",
        found: "\(now) bytes")
    }
  }

  private static func size(of descriptor: Int32, file: String) throws(CheckpointError) -> Int {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw systemFault("fstat", file: file) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw CheckpointError(
        .inaccessible, file: file, expected: "a regular file", found: "another kind of file")
    }
    return Int(status.st_size)
  }

  private static func systemFault(_ function: String, file: String) -> CheckpointError {
    let reason = unsafe String(cString: strerror(errno))
    return CheckpointError(
      .inaccessible, file: file, expected: "a readable file", found: "\(function): \(reason)")
  }
}

// The bytes never change through this type, and the descriptor is only asked for its size.
extension CheckpointBytes: @unchecked Sendable {}
