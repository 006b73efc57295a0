internal import ByteStorage
internal import Foundation
internal import Glibc
internal import Synchronization

/// The folder `NAME.parts`, in which unfinished work keeps what its units made.
///
/// A part is written under a temporary name and renamed when it is whole. The file `work` says
/// which work the parts belong to. The process that began holds a lock on the folder, which the
/// system takes back when the process ends in any way.
final class PartsFolder: Sendable {
  /// The folder.
  let path: String
  private let identity: String
  private let lock = Mutex<FileLock?>(nil)

  private var identityPath: String { "\(path)/work" }

  /// Names a folder; nothing is made yet.
  /// - Parameters:
  ///   - result: the file or folder that is being made.
  ///   - identity: what the work is, in one line.
  init(for result: String, identity: String) {
    path = result + ".parts"
    self.identity = identity
  }

  /// Makes the folder, or takes it over from an earlier run of the same work.
  /// - Throws: ``PartsFolderError`` when it cannot be made, belongs to other work, or is in use.
  func open() throws {
    try Self.make(path)
    try takeLock()
    if PathProbe.exists(identityPath) {
      try verify()
    } else {
      guard try names().isEmpty else {
        throw PartsFolderError(
          path, expected: "an empty folder, or one of unfinished work", found: "other files")
      }
      try put(Array(identity.utf8), in: "work")
    }
    for name in try names() where name.hasSuffix(Self.temporarySuffix) {
      try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }
  }

  /// Makes sure that this process sees the folder that another one opened for the same work.
  func verify() throws {
    guard PathProbe.exists(identityPath) else {
      throw PartsFolderError(
        path, expected: "the folder that the first process made; all must see the same files",
        found: "none")
    }
    let found = String(decoding: try FileBytes.read(identityPath), as: UTF8.self)
    guard found == identity else {
      throw PartsFolderError(
        path, expected: "parts of the same work, \(identity)",
        found: "those of \(found); finish that work, or remove the folder")
    }
  }

  /// The path of a part.
  func part(_ name: String) -> String { "\(path)/\(name)" }

  /// Whether a part is there, whole.
  func has(_ name: String) -> Bool { PathProbe.exists(part(name)) }

  /// Makes a part of some bytes.
  func put(_ bytes: [UInt8], in name: String) throws {
    try PartialFile.write(bytes, to: part(name))
  }

  /// Removes a part that may be there.
  func discard(_ name: String) { unsafe unlink(part(name)) }

  /// Removes the folder with everything in it.
  /// - Throws: the system's error; the result is in its place already.
  func remove() throws {
    try FileManager.default.removeItem(atPath: path)
    lock.withLock { $0 = nil }
  }

  private static let temporarySuffix = ".partial"

  /// Makes a folder, and those above it, unless it is there.
  static func make(_ path: String) throws(PartsFolderError) {
    do {
      try Folder.make(path)
    } catch {
      throw PartsFolderError(
        path, expected: "a folder that can be made", found: "\(error.path): \(error.reason)")
    }
  }

  /// The members but for the lock.
  private func names() throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path).filter { $0 != "lock" }
    } catch {
      throw PartsFolderError(path, expected: "a folder that can be read", found: "\(error)")
    }
  }

  private func takeLock() throws {
    if lock.withLock({ $0 != nil }) { return }
    let taken = try FileLock.take("\(path)/lock", holder: "process \(getpid())")
    lock.withLock { $0 = taken }
  }
}
