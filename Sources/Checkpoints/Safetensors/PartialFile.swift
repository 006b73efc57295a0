internal import Glibc

/// A new file beside the one that it will replace.
@safe struct PartialFile: ~Copyable {
  private let target: String
  private let path: String
  private var descriptor: Int32

  /// Creates an empty file in the folder of `target`, under a name that no file has.
  init(besides target: String) throws(CheckpointError) {
    self.target = target
    var attempt = 0
    while true {
      let path = "\(target).\(getpid())-\(attempt).partial"
      let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 {
        self.path = path
        self.descriptor = descriptor
        return
      }
      guard errno == EEXIST, attempt < 100 else { throw Self.fault("open", file: target) }
      attempt += 1
    }
  }

  deinit {
    if descriptor >= 0 {
      close(descriptor)
      unsafe unlink(path)
    }
  }

  /// Appends bytes.
  mutating func write(_ bytes: RawSpan) throws(CheckpointError) {
    var offset = 0
    while offset < bytes.byteCount {
      let rest = bytes.extracting(offset..<bytes.byteCount)
      let descriptor = descriptor
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw Self.fault("write", file: target)
      }
      offset += count
    }
  }

  /// Brings the bytes to the disk, then gives the file its name, then brings that to the disk.
  consuming func commit() throws(CheckpointError) {
    guard fsync(descriptor) == 0 else { throw Self.fault("fsync", file: target) }
    guard unsafe rename(path, target) == 0 else { throw Self.fault("rename", file: target) }
    close(descriptor)
    descriptor = -1
    let slash = target.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { target[...$0] } ?? "./"
    let directory = unsafe open(String(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw Self.fault("open", file: target) }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw Self.fault("fsync", file: target) }
  }

  private static func fault(_ function: String, file: String) -> CheckpointError {
    let reason = unsafe String(cString: strerror(errno))
    return CheckpointError(
      .inaccessible, file: file, expected: "a file that can be written",
      found: "\(function): \(reason)")
  }
}
