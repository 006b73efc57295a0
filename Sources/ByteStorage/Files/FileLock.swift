internal import Glibc

/// A file that one process at a time holds, with a text that says who.
///
/// The system gives it up when the process ends, however it ends. Network file systems pass the
/// lock on where they are set up to; where locks are not supported, that is an error.
@safe public final class FileLock: Sendable {
  /// A lock that somebody else holds.
  public struct Held: Error, Hashable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// What the holder wrote about itself.
    public let holder: String

    /// One sentence with all of it.
    public var description: String {
      "\(path): expected to be free, found to be held by \(holder)"
    }
  }

  private let descriptor: Int32

  private init(adopting descriptor: Int32) { self.descriptor = descriptor }

  /// Takes the lock, making the file when it is not there.
  /// - Parameter holder: who this is, for those who come later.
  /// - Throws: ``Held``; ``FileError``.
  public static func take(_ path: String, holder: String) throws -> FileLock {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError(path, "open") }
    let lock = FileLock(adopting: descriptor)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      guard errno == EWOULDBLOCK else { throw FileError(path, "flock") }
      throw Held(path: path, holder: text(descriptor))
    }
    guard ftruncate(descriptor, 0) == 0 else { throw FileError(path, "ftruncate") }
    let bytes = Array("\(holder)\n".utf8)
    try unsafe writeAll(bytes.span.bytes, to: descriptor, path: path)
    return lock
  }

  deinit { close(descriptor) }

  private static func text(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe pread(descriptor, buffer.baseAddress, buffer.count, 0)
    }
    let text = String(decoding: bytes.prefix(max(count, 0)).prefix { $0 != 0x0A }, as: UTF8.self)
    return text.isEmpty ? "another process" : text
  }
}
