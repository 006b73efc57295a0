internal import Glibc

/// Reads files from the first byte to the last.
public enum WholeFile {
  /// All bytes of a file, or of what else can be read to its end, such as a pipe.
  /// - Parameter largestByteCount: with more than that nothing is returned.
  /// - Throws: ``FileError`` with the system's reason, `EFBIG` for too many bytes.
  /// - Complexity: O(bytes).
  public static func read(
    _ path: String, largestByteCount: Int = 1 << 30
  ) throws(FileError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path, "open") }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw FileError(path, "fstat") }
    // One more than the file is said to have, so that its end is seen without growing.
    var bytes = [UInt8](
      repeating: 0, count: min(max(Int(status.st_size), smallestByteCount), largestByteCount) + 1)
    var position = 0
    while true {
      if position == bytes.count {
        bytes += [UInt8](repeating: 0, count: min(position, largestByteCount + 1 - position))
      }
      let start = position
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[start...])
        return unsafe Glibc.read(descriptor, rest.baseAddress, rest.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileError(path, "read") }
      if count == 0 { break }
      position += count
      guard position <= largestByteCount else {
        errno = EFBIG
        throw FileError(path, "read")
      }
    }
    bytes.removeLast(bytes.count - position)
    return bytes
  }

  private static let smallestByteCount = 4095
}
