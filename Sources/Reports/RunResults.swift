internal import Coordinator
internal import Foundation

/// The results of a run, as far as a report shows them.
struct RunResults {
  /// The results directory.
  let path: String
  /// What the report calls the run.
  let label: String
  /// The summary, and when and where it was made.
  let folder: ResultsFolder
  /// What is taken of the records; nil without `records.h5`.
  let records: StoredRecords?
  /// The pictures; nil without `gallery.h5`.
  let gallery: StoredGallery?
  /// Names of the tasks.
  let tasks: [String]
  /// What its attacks are called.
  let titles: AttackTitles

  private init(_ path: String, label: String, _ folder: ResultsFolder) throws {
    self.path = path
    self.label = label
    self.folder = folder
    let summary = folder.summary
    records = try StoredRecords(folder: path, identity: summary.identity)
    gallery = try StoredGallery(folder: path, identity: summary.identity)
    tasks = summary.clean.first.map { $0.tasks.map(\.task) } ?? []
    titles = AttackTitles(summary.attacks, tasks: tasks)
  }

  /// What the run found.
  var summary: RunSummary { folder.summary }

  /// Names of the modes.
  var modes: [String] { summary.clean.map(\.mode) }

  /// A fact of the identity, where the records are there.
  func fact(_ name: String) -> String? {
    records?.identity.first { $0.name == name }?.value
  }

  /// Reads directories.
  /// - Throws: errors that name the file, what was expected and what was found.
  static func read(_ paths: [String]) throws -> [RunResults] {
    let folders = try paths.map { (path: $0, folder: try ResultsFolder($0)) }
    let labels = labels(folders.map { ($0.path, $0.folder.summary.job) })
    return try zip(folders, labels).map { entry, label in
      try RunResults(entry.path, label: label, entry.folder)
    }
  }

  /// The jobs' names where they differ, those of the directories otherwise, with a number where
  /// these are equal, too.
  private static func labels(_ runs: [(path: String, job: String)]) -> [String] {
    let jobs = runs.map(\.job)
    if Set(jobs).count == jobs.count { return jobs }
    let names = runs.map { URL(fileURLWithPath: $0.path).standardizedFileURL.lastPathComponent }
    var seen: [String: Int] = [:]
    return names.map { name in
      seen[name, default: 0] += 1
      let number = seen[name] ?? 1
      return number == 1 ? name : "\(name) (\(number))"
    }
  }
}
