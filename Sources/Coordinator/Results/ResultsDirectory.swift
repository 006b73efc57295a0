internal import ByteStorage
internal import Foundation
internal import Glibc

/// The folder that a run writes to, held by one run at a time.
final class ResultsDirectory {
  /// A folder that a run cannot use.
  struct Refusal: Error, CustomStringConvertible {
    let path: String
    let expectation: String
    let finding: String
    var description: String { "\(path): expected \(expectation), found \(finding)" }
  }

  /// A file that says that a run has been in a folder.
  struct Marker {
    /// The name of the file.
    let name: String
    /// What it is, for errors.
    let words: String

    /// The journal of an evaluation.
    static let journal = Marker(name: journalName, words: "the journal of an earlier run")
    /// The history of a training.
    static let training = Marker(
      name: trainingName, words: "the checkpoints of an earlier training")
  }

  /// Its path.
  let path: String
  /// Whether a run has been here before.
  let isContinued: Bool
  private let lock: FileLock

  /// Makes the folder, or opens one, and takes its lock.
  /// - Parameters:
  ///   - marker: what an earlier run of the same kind has left.
  ///   - resumes: whether to go on with a run that is there; without one a new run begins.
  ///   - holder: who this is, for those who find the folder locked.
  /// - Throws: ``Refusal`` when there is something else or a run that is not to be resumed;
  ///   `FileLock.Held` when another run holds it; `FileError`.
  init(_ path: String, marker: Marker = .journal, resumes: Bool, holder: String) throws {
    self.path = path
    do {
      try Folder.make(path)
    } catch {
      throw Refusal(
        path: path, expectation: "a folder that can be made",
        finding: "\(error.path): \(error.reason)")
    }
    lock = try FileLock.take("\(path)/\(Self.lockName)", holder: holder)
    let names = try FileManager.default.contentsOfDirectory(atPath: path)
    isContinued = names.contains(marker.name)
    guard !isContinued || resumes else {
      throw Refusal(
        path: path, expectation: "a new results directory, or --resume to go on with this run",
        finding: marker.words)
    }
    // A file that was being made when a run was killed is nobody's.
    let strangers = names.filter {
      $0 != Self.lockName && !$0.hasSuffix(PartialFile.suffix)
    }.sorted()
    guard isContinued || strangers.isEmpty else {
      throw Refusal(
        path: path, expectation: "a new or empty results directory",
        finding: strangers.prefix(3).joined(separator: ", "))
    }
  }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Name of the journal.
  static let journalName = "journal"
  /// Name of the history of a training.
  static let trainingName = "training.json"
  /// Name of the history of a run.
  static let historyName = "run.json"
  /// Name of the records in the order of images.
  static let recordsName = "records.h5"
  /// Names of what the records come to, as rows and as a tree.
  static let summaryTableName = "summary.csv"
  static let summaryName = "summary.json"
  /// Name of the pictures for the report.
  static let galleryName = "gallery.h5"
  private static let lockName = "lock"
}
