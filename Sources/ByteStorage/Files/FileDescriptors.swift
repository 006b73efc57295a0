internal import Glibc

/// Writes all bytes where the descriptor stands, however many calls it takes.
/// - Throws: ``FileError``; some of the bytes may have been written then.
func writeAll(_ bytes: RawSpan, to descriptor: Int32, path: String) throws(FileError) {
  var offset = 0
  while offset < bytes.byteCount {
    let rest = bytes.extracting(offset..<bytes.byteCount)
    let count = unsafe rest.withUnsafeBytes {
      unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
    }
    if count < 0 {
      if errno == EINTR { continue }
      throw FileError(path, "write")
    }
    offset += count
  }
}

/// Brings the names in the folder of a file to the disk.
func syncFolder(of path: String) throws(FileError) {
  let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
  let folder = slash.map { String(path[...$0]) } ?? "./"
  let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { throw FileError(folder, "open") }
  defer { close(descriptor) }
  guard fsync(descriptor) == 0 else { throw FileError(folder, "fsync") }
}
