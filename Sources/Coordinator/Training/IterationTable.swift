internal import ByteStorage
internal import Foundation

/// A table in CSV that grows with the iterations of a training; its first column is their number.
///
/// Rows are on their way to the disk as they come, and there for certain after ``sync()``. A
/// training that goes on from an iteration drops what earlier runs wrote about later ones, so that
/// the table is the same as without an interruption.
final class IterationTable {
  /// A table that belongs to something else.
  struct Foreign: Error, CustomStringConvertible {
    let path: String
    let expectation: String
    let finding: String
    var description: String { "\(path): expected the columns \(expectation), found \(finding)" }
  }

  private let file: AppendedFile

  /// Opens a table, or begins one.
  /// - Parameters:
  ///   - columns: names of the columns after the first.
  ///   - iteration: the last iteration whose rows are kept.
  /// - Throws: ``Foreign`` when the file has other columns; `FileError`.
  init(_ path: String, columns: [String], keepingTo iteration: Int) throws {
    let header = (["iteration"] + columns).joined(separator: ",")
    var lines: [Substring] = []
    if FileManager.default.fileExists(atPath: path) {
      let text = String(decoding: try WholeFile.read(path), as: UTF8.self)
      // The end of the last line tells whether it is whole.
      lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      if let found = lines.first, found != header {
        throw Foreign(path: path, expectation: header, finding: String(found.prefix(200)))
      }
      lines = lines.dropFirst().filter { line in
        line.split(separator: ",").first.flatMap { Int($0) }.map { $0 <= iteration } ?? false
      }
    }
    let kept = ([Substring(header)] + lines).joined(separator: "\n") + "\n"
    try PartialFile.write(Array(kept.utf8), to: path)
    file = try AppendedFile(path)
  }

  /// Adds a row.
  /// - Throws: `FileError`.
  func append(_ iteration: Int, _ values: [String]) throws {
    let row = (["\(iteration)"] + values).joined(separator: ",") + "\n"
    try file.append(Array(row.utf8))
  }

  /// Brings all rows to the disk.
  /// - Throws: `FileError`.
  func sync() throws { try file.sync() }
}
