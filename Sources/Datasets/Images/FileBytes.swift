internal import ByteStorage
internal import Glibc

/// Reads and writes whole files.
enum FileBytes {
  /// Files beyond this size are not images: nothing is read of them.
  static let largestByteCount = 1 << 30

  /// All bytes of a file.
  /// - Throws: ``ImageFileError`` with the system's reason.
  static func read(_ path: String) throws(ImageFileError) -> [UInt8] {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw failure(path) }
    // Somebody else's pipe might never end.
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ImageFileError(path, expected: "a file", found: "something else")
    }
    let size = Int(status.st_size)
    guard size <= largestByteCount else {
      throw ImageFileError(
        path, expected: "at most \(largestByteCount) bytes", found: "\(size) bytes")
    }
    do {
      return try WholeFile.read(path, largestByteCount: largestByteCount)
    } catch {
      throw ImageFileError(path, expected: "a readable file", found: error.reason)
    }
  }

  /// Makes a file of these bytes, in place of one that is there.
  /// - Throws: ``ImageFileError`` with the system's reason; the file may be there in part then.
  static func write(_ bytes: [UInt8], to path: String) throws(ImageFileError) {
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC
    let descriptor = unsafe open(path, flags, 0o666)
    guard descriptor >= 0 else { throw failure(path, "a writable file") }
    var position = 0
    while position < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(
          descriptor, buffer.baseAddress.map { unsafe $0 + position }, bytes.count - position)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let error = failure(path, "a writable file")
        close(descriptor)
        throw error
      }
      position += count
    }
    guard close(descriptor) == 0 else { throw failure(path, "a writable file") }
  }

  private static func failure(
    _ path: String, _ expected: String = "a readable file"
  ) -> ImageFileError {
    ImageFileError(path, expected: expected, found: unsafe String(cString: strerror(errno)))
  }
}
