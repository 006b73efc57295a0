import Foundation
import TestSupport

/// A copy of the project's folder in which documented commands can be run as they are shown, with
/// jobs of small images and few steps.
final class SmallProject {
  private let folder = try? TemporaryDirectory()
  /// Where the copy is.
  let path: String

  struct Failure: Error, CustomStringConvertible { let description: String }

  /// The folder of the programs, which `.ci/run` names: a debug build would take minutes.
  static let build = ProcessInfo.processInfo.environment["EQUIPOISE_DOCUMENTED_BUILD"]

  /// Makes the copy.
  /// - Parameter build: the folder of the programs, absolute.
  init(build: String) throws {
    guard let folder else { throw Failure(description: "no temporary folder") }
    path = folder.path
    let files = FileManager.default
    for name in ["models", "hostfiles", "Benchmarks", "scripts"] {
      try files.createSymbolicLink(
        atPath: folder.file(name), withDestinationPath: Project.root.appending(path: name).path)
    }
    try files.createDirectory(
      atPath: folder.file(".build"), withIntermediateDirectories: false)
    try files.createSymbolicLink(atPath: folder.file(".build/release"), withDestinationPath: build)
    let jobs = Project.root.appending(path: "jobs")
    for name in try files.subpathsOfDirectory(atPath: jobs.path) where name.hasSuffix(".yml") {
      let copy = URL(filePath: folder.file("jobs/\(name)"))
      try files.createDirectory(
        at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
      let text = try String(contentsOf: jobs.appending(path: name), encoding: .utf8)
      try Data(Self.small(text).utf8).write(to: copy)
    }
  }

  /// Runs a command as a shell in the folder would, after `scripts/environment`.
  func run(_ command: String) throws -> MPIRun.Outcome {
    try MPIRun.launchShell(
      "PATH=$PWD/.build/release:$PATH\n. scripts/environment\nset -euo pipefail\n\(command)",
      directory: path)
  }

  /// A job with small images, few steps and few budgets, and a small network where it is trained.
  static func small(_ job: String) -> String {
    let isTraining = !job.contains("\nattacks:")
    var lines: [String] = []
    for line in job.split(separator: "\n") {
      guard let (_, beginning, key, value) = line.wholeMatch(of: /([ -]*)([a-z-]+): (.*)/)?.output
      else {
        lines.append(String(line))
        continue
      }
      lines.append("\(beginning)\(key): \(small(value, of: String(key)))")
      guard key == "backbone", isTraining, !job.contains("head-width:") else { continue }
      lines += ["  head-width: 4", value == "mobilenetv2" ? "  width-multiplier: 0.1" : widths]
    }
    if !isTraining { lines += ["bootstrap: {replicates: 100}", "gallery: 1"] }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let widths = "  stage-widths: [4, 4, 8, 8]"

  private static func small(_ value: Substring, of key: String) -> Substring {
    switch key {
    case "height": "33"
    case "width": "41"
    case "steps", "iterations", "batch-size", "limit": "2"
    case "every", "interval", "warm-up": "1"
    // Rooms have no smaller test split.
    case "split": "test"
    case "radius": value.hasPrefix("[") ? "[2, 8]" : value
    default: value
    }
  }
}
