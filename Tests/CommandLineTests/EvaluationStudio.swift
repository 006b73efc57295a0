import Foundation
import HDF5Store
import TestSupport

/// A folder with a few images and a job on them, where runs leave their results.
final class EvaluationStudio {
  static let imageCount = 3
  static let resultNames = ["gallery.h5", "records.h5", "summary.csv", "summary.json"]
  /// The last attack of the job.
  static let lastAttack = """
      - method: apgd
        steps: 3
        strategy: balanced
        radius: 8

    """

  private let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("evaluation-\(UUID().uuidString)")

  init(_ source: Source = .rooms) throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    switch source {
    case .rooms: try equipoise("synthesize", "--output", path("rooms.h5"), options: Self.rooms)
    case .importedFolder:
      try equipoise("synthesize", "--folder", "--output", path("folder"), options: Self.rooms)
      try equipoise("import", "nyuv2", path("folder"), "--output", path("rooms.h5"))
    case .demo:
      // What the head of jobs/demo.yml says, with fewer images.
      try equipoise(
        "synthesize", "--count", "2", "--size", "120x160", "--output",
        path("rooms.h5"))
    }
    guard source != .demo else {
      let job = try String(
        contentsOf: Project.root.appending(path: "jobs/demo.yml"), encoding: .utf8)
      // Paths of jobs are relative to the current directory, here any.
      let text = job.replacing("file: rooms.h5", with: "file: \(path("rooms.h5"))")
        .replacing("checkpoint: ", with: "checkpoint: \(Project.root.path)/")
      try Data(text.utf8).write(to: url.appendingPathComponent("job.yml"))
      return
    }
    try writeJob(
      attacks: """
          - method: uniform-noise
            strategy: total
            radius: 4
          - method: fgsm
            strategy: [total, sign-sum, balanced]
            radius: [2, 8]
          - method: pgd
            steps: 2
            strategy: single
            task: [segment_semantic, normal]
            radius: 4
          - method: apgd
            steps: 2
            strategy: balanced
            objective: dataset
            radius: 8

        """ + Self.lastAttack, name: "job.yml")
  }

  /// Where the images and the job come from.
  enum Source {
    /// Small rooms, and a small job.
    case rooms
    /// The same rooms, imported from a folder in the published layout.
    case importedFolder
    /// `jobs/demo.yml`.
    case demo
  }

  private static let rooms = ["--count", "\(imageCount)", "--size", "36x48"]

  /// Runs a command that has to succeed.
  private func equipoise(_ arguments: String..., options: [String] = []) throws {
    let outcome = try MPIRun.launchSingleton(
      executable: "equipoise", arguments: arguments + options)
    guard outcome.status == 0 else { throw Failure(description: outcome.summary) }
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  struct Failure: Error, CustomStringConvertible { let description: String }

  /// Writes a job on the rooms.
  func writeJob(attacks: String, name: String, weights: String = "weights-seed: 3") throws {
    let text = """
      name: contract
      data:
        file: \(path("rooms.h5"))
        kind: nyuv2
        split: test
        height: 33
        width: 41
      model:
        backbone: resnet34-deeplab
        stage-widths: [4, 4, 8, 8]
        head-width: 4
        normals: decoded
        layout: 1
        \(weights)
      output: \(path("unnamed"))
      attacks:

      """
    try Data((text + attacks).utf8).write(to: url.appendingPathComponent(name))
  }

  /// Runs the job, or another one of the folder, into a folder of that name.
  func run(
    _ name: String, ranks: Int, _ options: [String], job: String = "job.yml"
  ) throws -> MPIRun.Outcome {
    try MPIRun.launch(
      ranks: ranks, executable: "equipoise",
      arguments: ["run", path(job), "--output", path(name)] + options, timeout: .seconds(600))
  }

  /// Runs the job to its end.
  /// - Returns: the bytes of the results by the names of their files.
  func results(of name: String, ranks: Int, _ options: String...) throws -> [String: [UInt8]] {
    try results(of: name, ranks: ranks, options)
  }

  /// The same with the options in a list.
  func results(of name: String, ranks: Int, _ options: [String]) throws -> [String: [UInt8]] {
    let outcome = try run(name, ranks: ranks, options)
    guard outcome.status == 0 else { throw Failure(description: outcome.summary) }
    return Dictionary(
      uniqueKeysWithValues: try Self.resultNames.map { ($0, try bytes("\(name)/\($0)")) })
  }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: url.appendingPathComponent(name)))
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  func records(_ name: String) throws -> Records {
    Records(file: try HDF5File.open(path("\(name)/records.h5")))
  }

  /// The records of a run.
  struct Records {
    let file: HDF5File

    /// The values of a column of the attacks, by image and attack.
    func column(_ name: String) throws -> [Double] {
      let dataset = try file.root.dataset("attack/\(name)")
      return dataset.elementType == .float32
        ? try (dataset.read() as [Float]).map(Double.init) : try dataset.read()
    }
  }
}
