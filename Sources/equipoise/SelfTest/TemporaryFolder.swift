import Foundation
import Glibc

/// A new folder, for the time of a run.
struct TemporaryFolder {
  /// Its path.
  let path: String

  /// A folder that could not be made.
  struct CreationError: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String { "\(path): making a temporary folder: \(reason)" }
  }

  /// Makes a folder inside `parent`, which has to exist, or where the system has such folders.
  /// - Throws: `CreationError`.
  init(named name: String, in parent: String?) throws {
    let base = parent ?? FileManager.default.temporaryDirectory.path
    path = "\(base)/\(name)-\(UUID().uuidString)"
    guard unsafe mkdir(path, 0o700) == 0 else {
      throw CreationError(path: base, reason: unsafe String(cString: strerror(errno)))
    }
  }

  /// Removes the folder and everything in it.
  func remove() throws { try FileManager.default.removeItem(atPath: path) }
}
