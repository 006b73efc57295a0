import ByteStorage

/// The bytes of a job file.
struct JobText {
  /// A file that cannot be read.
  struct Unreadable: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String { "\(path): expected a job file, found: \(reason)" }
  }

  let bytes: [UInt8]

  /// - Throws: `Unreadable`, with advice.
  init(_ path: String) throws {
    bytes = try advising("jobs/ has examples, docs/job-reference.md every key") {
      do throws(FileError) {
        return try WholeFile.read(path)
      } catch {
        throw Unreadable(path: path, reason: error.reason)
      }
    }
  }
}
