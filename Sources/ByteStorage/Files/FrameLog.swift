internal import Glibc

/// A file of checksummed frames that only grows: what was appended survives the end of the process,
/// and after ``sync()`` the end of the machine.
///
/// The file begins with eight bytes that say what it is for. A frame is the length of its payload
/// and the CRC-32C of it, both of 32 bits, little-endian, and the payload. A frame that was torn by
/// an end in the middle of writing is recognised when the file is opened again, and cut off.
///
/// Not for more than one writer, nor for more than one thread at a time.
@safe public final class FrameLog {
  /// The file.
  public let path: String
  /// Bytes of whole frames, and of the file's beginning.
  public private(set) var byteCount: Int
  private let descriptor: Int32
  private var isSynced = true

  /// Most bytes of a payload.
  public static let largestPayload = 1 << 30
  private static let frameHeaderByteCount = 8

  private init(path: String, descriptor: Int32, byteCount: Int) {
    self.path = path
    self.descriptor = descriptor
    self.byteCount = byteCount
  }

  deinit { close(descriptor) }

  /// Creates an empty log.
  /// - Parameter kind: eight bytes of ASCII that say what the log is for.
  /// - Throws: ``FileError`` when there is such a file already or it cannot be made.
  /// - Precondition: `kind` has eight bytes.
  public static func create(_ path: String, kind: String) throws(FileError) -> FrameLog {
    precondition(kind.utf8.count == kindByteCount, "the kind \"\(kind)\"")
    let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError(path, "open") }
    let log = FrameLog(path: path, descriptor: descriptor, byteCount: 0)
    try log.put(Array(kind.utf8))
    try log.sync()
    try syncFolder(of: path)
    return log
  }

  /// Opens a log, hands every frame to `visit` in order, and cuts off what is torn at the end.
  /// - Parameters:
  ///   - kind: what the log must be for.
  ///   - isReadOnly: whether the file is left as it is; nothing can be appended then.
  ///   - visit: receives the position of each frame, for ``frame(at:)``, and its payload.
  /// - Returns: the log, and the number of bytes that no whole frame accounts for.
  /// - Throws: ``FileError``; ``FrameError`` when the file is for something else; what `visit`
  ///   throws, and nothing is cut off then.
  /// - Complexity: O(bytes); one frame at a time is in memory.
  public static func open(
    _ path: String, kind: String, isReadOnly: Bool = false,
    visit: (_ position: Int, _ payload: [UInt8]) throws -> Void
  ) throws -> (log: FrameLog, tornByteCount: Int) {
    let descriptor = unsafe Glibc.open(path, (isReadOnly ? O_RDONLY : O_RDWR) | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path, "open") }
    let log = FrameLog(path: path, descriptor: descriptor, byteCount: kindByteCount)
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw FileError(path, "fstat") }
    let end = Int(status.st_size)
    let beginning = try log.bytes(at: 0, count: min(kindByteCount, end))
    guard beginning == Array(kind.utf8) else {
      throw FrameError(
        path: path, position: 0, expectation: "\"\(kind)\"",
        finding: "\"\(String(decoding: beginning, as: UTF8.self))\"")
    }
    while let payload = try log.payload(at: log.byteCount, end: end) {
      try visit(log.byteCount, payload)
      log.byteCount += frameHeaderByteCount + payload.count
    }
    let torn = end - log.byteCount
    if torn > 0, !isReadOnly { try log.cut() }
    return (log, torn)
  }

  /// Appends a frame.
  ///
  /// On failure, as on a full disk, the log is as long as before.
  /// - Returns: the frame's position.
  /// - Throws: ``FileError``.
  /// - Precondition: at most ``largestPayload`` bytes.
  @discardableResult
  public func append(_ payload: [UInt8]) throws(FileError) -> Int {
    precondition(payload.count <= Self.largestPayload, "a frame of \(payload.count) bytes")
    var header = ByteWriter()
    header.append(UInt32(payload.count))
    header.append(CRC32C.of(payload))
    let position = byteCount
    try put(header.bytes + payload)
    return position
  }

  /// Reads a frame again.
  /// - Throws: ``FileError``; ``FrameError`` when the frame is no longer what it was.
  public func frame(at position: Int) throws -> [UInt8] {
    guard let payload = try payload(at: position, end: byteCount) else {
      throw FrameError(
        path: path, position: position, expectation: "a frame with its checksum",
        finding: "other bytes")
    }
    return payload
  }

  /// Brings everything appended to the disk.
  /// - Throws: ``FileError``.
  public func sync() throws(FileError) {
    guard !isSynced else { return }
    guard fdatasync(descriptor) == 0 else { throw FileError(path, "fdatasync") }
    isSynced = true
  }

  private static let kindByteCount = 8
}

extension FrameLog {
  /// The payload of the frame at a position; nil unless it is whole.
  private func payload(at position: Int, end: Int) throws(FileError) -> [UInt8]? {
    let start = position + Self.frameHeaderByteCount
    guard start <= end else { return nil }
    var header = ByteReader(try bytes(at: position, count: Self.frameHeaderByteCount))
    guard let count = try? Int(header.read(UInt32.self)),
      let checksum = try? header.read(UInt32.self),
      count <= Self.largestPayload, start + count <= end
    else { return nil }
    let payload = try bytes(at: start, count: count)
    return CRC32C.of(payload) == checksum ? payload : nil
  }

  private func bytes(at position: Int, count: Int) throws(FileError) -> [UInt8] {
    try unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled throws(FileError) in
      while filled < count {
        let taken = unsafe pread(
          descriptor, buffer.baseAddress.map { unsafe $0 + filled }, count - filled,
          position + filled)
        if taken < 0, errno == EINTR { continue }
        guard taken > 0 else {
          if taken == 0 { errno = EIO }  // the file became shorter
          throw FileError(path, "pread")
        }
        filled += taken
      }
    }
  }

  private func put(_ bytes: [UInt8]) throws(FileError) {
    guard lseek(descriptor, byteCount, SEEK_SET) >= 0 else { throw FileError(path, "lseek") }
    isSynced = false
    do throws(FileError) {
      try unsafe writeAll(bytes.span.bytes, to: descriptor, path: path)
    } catch {
      // The reason is what the first call said; should this fail too, the next opening cuts.
      _ = ftruncate(descriptor, byteCount)
      throw error
    }
    byteCount += bytes.count
  }

  private func cut() throws(FileError) {
    guard ftruncate(descriptor, byteCount) == 0 else { throw FileError(path, "ftruncate") }
    isSynced = false
    try sync()
  }
}
