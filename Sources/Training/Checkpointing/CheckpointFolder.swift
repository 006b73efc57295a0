public import Checkpoints
internal import Foundation

/// The last checkpoints of a run, in a folder of their own.
public struct CheckpointFolder: Hashable, Sendable {
  /// The folder.
  public let path: String
  /// How many checkpoints are kept.
  public let keptCount: Int

  private static let prefix = "checkpoint-"
  private static let suffix = ".safetensors"
  private static let digits = 9

  /// Creates a description of a folder, which need not exist yet.
  /// - Precondition: at least one checkpoint is kept.
  public init(_ path: String, keptCount: Int = 3) {
    precondition(keptCount >= 1, "\(keptCount) checkpoints kept")
    self.path = path
    self.keptCount = keptCount
  }

  /// Writes a checkpoint and then removes those beyond the last ones.
  /// - Returns: its path, which has the number of iterations in it.
  /// - Throws: `CheckpointError`, errors of the file system.
  @discardableResult
  public func write(_ trainer: Trainer, at position: TrainingPosition) throws -> String {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let number = String(trainer.iteration)
    let zeros = String(repeating: "0", count: max(Self.digits - number.count, 0))
    let file = "\(path)/\(Self.prefix)\(zeros)\(number)\(Self.suffix)"
    try trainer.writeCheckpoint(to: file, at: position)
    for old in try files().dropLast(keptCount) {
      try FileManager.default.removeItem(atPath: old)
    }
    return file
  }

  /// The paths of the checkpoints, the oldest first; none without the folder.
  /// - Throws: errors of the file system.
  public func files() throws -> [String] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: path)
      .filter { $0.hasPrefix(Self.prefix) && $0.hasSuffix(Self.suffix) }
      .compactMap { name in
        Int(name.dropFirst(Self.prefix.count).dropLast(Self.suffix.count)).map { ($0, name) }
      }
      .sorted { $0.0 < $1.0 }
      .map { "\(path)/\($0.1)" }
  }

  /// Opens the last checkpoint; nil when there is none.
  /// - Throws: `CheckpointError`, errors of the file system.
  public func latest() throws -> Checkpoint? {
    try files().last.map { try Checkpoint(path: $0) }
  }
}
