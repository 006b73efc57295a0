internal import Glibc

/// Reads whole files.
enum FileBytes {
  /// Files beyond this size are not images: nothing is read of them.
  static let largestByteCount = 1 << 30

  /// All bytes of a file.
  /// - Throws: ``ImageFileError`` with the system's reason.
  static func read(_ path: String) throws(ImageFileError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw failure(path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ImageFileError(path, expected: "a file", found: "something else")
    }
    let size = Int(status.st_size)
    guard size <= largestByteCount else {
      throw ImageFileError(
        path, expected: "at most \(largestByteCount) bytes", found: "\(size) bytes")
    }
    var bytes = [UInt8](repeating: 0, count: size)
    var position = 0
    while position < size {
      let start = position
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress.map { unsafe $0 + start }, size - start)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(path) }
      guard count > 0 else {
        throw ImageFileError(path, expected: "\(size) bytes", found: "\(position)")
      }
      position += count
    }
    return bytes
  }

  private static func failure(_ path: String) -> ImageFileError {
    ImageFileError(
      path, expected: "a readable file", found: unsafe String(cString: strerror(errno)))
  }
}
