import ByteStorage

/// The bytes of a job file.
struct JobText {
  /// A file that cannot be read.
  struct Unreadable: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String {
      "\(path): expected a job file, found: \(reason); jobs/ has examples, docs/job-reference.md "
        + "every key"
    }
  }

  let bytes: [UInt8]

  /// - Throws: `Unreadable`.
  init(_ path: String) throws {
    do {
      bytes = try WholeFile.read(path)
    } catch {
      throw Unreadable(path: path, reason: error.reason)
    }
  }
}
