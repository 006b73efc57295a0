import Foundation

/// The job files that come with the project.
enum ShippedJobs {
  /// The folder with `Package.swift`.
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The evaluations, by name.
  static func all() throws -> [(name: String, text: String)] {
    try files("jobs").filter { !isTraining($0.name) }
  }

  /// The trainings, by name.
  static func trainings() throws -> [(name: String, text: String)] {
    try (files("jobs") + files("jobs/training")).filter { isTraining($0.name) }
  }

  private static func isTraining(_ name: String) -> Bool { name.contains("train-") }

  private static func files(_ path: String) throws -> [(name: String, text: String)] {
    let folder = root.appending(path: path)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try names.filter { $0.hasSuffix(".yml") }.sorted().map { name in
      (name, try String(contentsOf: folder.appending(path: name), encoding: .utf8))
    }
  }
}
