internal import Glibc

/// A new file beside the one that it will replace: whoever opens the name finds the old file or the
/// new one, whole. A partial file that goes away uncommitted is removed.
@safe public struct PartialFile: ~Copyable {
  /// What the names of new files end in until they are whole.
  public static let suffix = ".partial"

  private let target: String
  private let path: String
  private var descriptor: Int32

  /// Creates an empty file in the folder of `target`, under a name that no file has.
  /// - Throws: ``FileError`` when that is not possible.
  public init(besides target: String) throws(FileError) {
    self.target = target
    var attempt = 0
    while true {
      let path = "\(target).\(getpid())-\(attempt)\(Self.suffix)"
      let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 {
        self.path = path
        self.descriptor = descriptor
        return
      }
      guard errno == EEXIST, attempt < 100 else { throw FileError(target, "open") }
      attempt += 1
    }
  }

  deinit {
    if descriptor >= 0 {
      close(descriptor)
      unsafe unlink(path)
    }
  }

  /// Writes a file of some bytes and commits it.
  /// - Throws: ``FileError``; the name then keeps what it had.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    var file = try PartialFile(besides: path)
    let span = bytes.span
    try unsafe file.write(span.bytes)
    try file.commit()
  }

  /// Brings a file that somebody else has written to the disk, and gives it its final name.
  /// - Throws: ``FileError``; the name then keeps what it had.
  public static func commit(_ partial: String, as path: String) throws(FileError) {
    let descriptor = unsafe open(partial, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(partial, "open") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw FileError(partial, "fsync") }
    guard unsafe rename(partial, path) == 0 else { throw FileError(path, "rename") }
    try syncFolder(of: path)
  }

  /// Appends bytes.
  /// - Throws: ``FileError``.
  public mutating func write(_ bytes: RawSpan) throws(FileError) {
    try writeAll(bytes, to: descriptor, path: target)
  }

  /// Brings the bytes to the disk, then gives the file its name, then brings that to the disk.
  /// - Throws: ``FileError``; the name then keeps what it had.
  public consuming func commit() throws(FileError) {
    guard fsync(descriptor) == 0 else { throw FileError(target, "fsync") }
    guard unsafe rename(path, target) == 0 else { throw FileError(target, "rename") }
    close(descriptor)
    descriptor = -1
    try syncFolder(of: target)
  }
}
