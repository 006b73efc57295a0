internal import Glibc

/// A file that only grows, for one writer.
public final class AppendedFile {
  /// The file.
  public let path: String
  private let descriptor: Int32

  /// Opens a file that is there, to write after its end.
  /// - Throws: ``FileError``.
  public init(_ path: String) throws(FileError) {
    self.path = path
    descriptor = unsafe open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path, "open") }
  }

  deinit { close(descriptor) }

  /// Adds bytes.
  /// - Throws: ``FileError``, as on a full disk; some of the bytes may be there then.
  public func append(_ bytes: [UInt8]) throws(FileError) {
    try unsafe writeAll(bytes.span.bytes, to: descriptor, path: path)
  }

  /// Brings everything to the disk.
  /// - Throws: ``FileError``.
  public func sync() throws(FileError) {
    guard fdatasync(descriptor) == 0 else { throw FileError(path, "fdatasync") }
  }
}
