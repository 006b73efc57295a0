import Foundation
import HDF5Store
import TestSupport

/// A folder with a few rooms and a training on them, where runs leave their checkpoints.
final class TrainingStudio: Sendable {
  /// What a complete training leaves that has the same bytes every time.
  static let resultNames = ["model.safetensors", "metrics.csv", "validation.csv"]
  static let imageCount = 5
  static let iterations = 9

  let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("training-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    let made = try MPIRun.launchSingleton(
      executable: "equipoise",
      arguments: [
        "synthesize", "--count", "2", "--train", "\(Self.imageCount)", "--size", "36x48",
        "--output", path("rooms.h5"),
      ])
    guard made.status == 0 else { throw Failure(description: made.summary) }
    try write(Array(job().utf8), to: "job.yml")
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  struct Failure: Error, CustomStringConvertible { let description: String }

  /// A training with everything random: order, augmentation, starts of attacks; five images in
  /// batches of two, so that every third batch has one.
  func job(
    rate: String = "1e-3", iterations: Int = TrainingStudio.iterations, interval: Int = 2
  ) -> String {
    """
    name: contract
    data:
      file: \(path("rooms.h5"))
      kind: nyuv2
      height: 33
      width: 41
    model:
      backbone: resnet34-deeplab
      stage-widths: [4, 4, 8, 8]
      head-width: 4
      normals: decoded
      layout: 1
      weights-seed: 3
    mode: clean-then-adversarial
    attack: {method: pgd, steps: 2, random-start: true, strategy: balanced, radius: 8}
    optimizer: {method: adam, weight-decay: 1e-4}
    learning-rate: {base: \(rate), decay: steps, interval: 4, factor: 0.5}
    weighting: uncertainty
    gradient-limit: 100
    batch-size: 2
    iterations: \(iterations)
    seed: 4
    validation: {every: 4, limit: 2}
    checkpoints: {every: \(interval), keep: 2}
    output: \(path("unnamed"))
    threads: 1

    """
  }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: url.appendingPathComponent(name)))
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: url.appendingPathComponent(name))
  }

  /// The arguments of a training into a folder of that name.
  func arguments(_ name: String, _ options: [String] = [], job: String = "job.yml") -> [String] {
    ["train", path(job), "--output", path(name)] + options
  }

  /// Runs the job, or another one of the folder, by itself or on some ranks.
  func train(
    _ name: String, ranks: Int? = nil, _ options: String..., job: String = "job.yml"
  ) throws -> MPIRun.Outcome {
    try launch(ranks, arguments(name, options, job: job))
  }

  private func launch(_ ranks: Int?, _ arguments: [String]) throws -> MPIRun.Outcome {
    guard let ranks else {
      return try MPIRun.launchSingleton(executable: "equipoise", arguments: arguments)
    }
    return try MPIRun.launch(ranks: ranks, executable: "equipoise", arguments: arguments)
  }

  /// Runs a job to its end.
  /// - Returns: the bytes of the results by the names of their files.
  func results(
    of name: String, ranks: Int? = nil, _ options: String..., job: String = "job.yml"
  ) throws -> [String: [UInt8]] {
    let outcome = try launch(ranks, arguments(name, options, job: job))
    guard outcome.status == 0 else { throw Failure(description: outcome.summary) }
    return try results(in: name)
  }

  /// Copies the folder of a run, to go on from there in different ways.
  func copy(_ name: String, to other: String) throws {
    try FileManager.default.copyItem(atPath: path(name), toPath: path(other))
  }

  /// Changes a bit of the data of an image's depth among those that are trained on.
  func damageImage(_ index: Int) throws {
    let chunk = try HDF5File.open(path("rooms.h5")).root.dataset("train/depth_zbuffer")
      .storedChunk(ofRow: index)
    let file = try Data(contentsOf: url.appendingPathComponent("rooms.h5"))
    guard let place = file.range(of: Data(chunk.bytes)) else {
      throw Failure(description: "image \(index) is not in the file as it is stored")
    }
    var bytes = Array(file)
    bytes[place.lowerBound + chunk.bytes.count / 2] ^= 1
    try write(bytes, to: "rooms.h5")
  }

  /// The bytes that a training has left.
  func results(in name: String) throws -> [String: [UInt8]] {
    Dictionary(
      uniqueKeysWithValues: try Self.resultNames.map { ($0, try bytes("\(name)/\($0)")) })
  }

  /// The names of a folder's checkpoints, the oldest first.
  func checkpoints(_ name: String) throws -> [String] {
    guard exists("\(name)/checkpoints") else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: path("\(name)/checkpoints"))
      .sorted()
  }

  /// Rows of the table of losses, without its header.
  func rowCount(_ name: String) -> Int {
    let text = (try? bytes("\(name)/metrics.csv")) ?? []
    return max(text.count { $0 == 0x0A } - 1, 0)
  }
}
