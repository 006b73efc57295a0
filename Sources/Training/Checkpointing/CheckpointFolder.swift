internal import ByteStorage
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
  /// - Parameter memory: what ``Trainer/collectMemory()`` brought together; may be left out on one
  ///   rank alone.
  /// - Returns: its path, which has the number of iterations in it.
  /// - Throws: `CheckpointError`, errors of the file system.
  @discardableResult
  public func write(
    _ trainer: Trainer, at position: TrainingPosition, _ memory: OptimizerMemory? = nil
  ) throws -> String {
    try Folder.make(path)
    let number = String(trainer.iteration)
    let zeros = String(repeating: "0", count: max(Self.digits - number.count, 0))
    let file = "\(path)/\(Self.prefix)\(zeros)\(number)\(Self.suffix)"
    try trainer.writeCheckpoint(to: file, at: position, memory)
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

  /// Removes what is left of checkpoints that were being written when a run was killed.
  /// - Throws: errors of the file system.
  public func removePartialFiles() throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    for name in try FileManager.default.contentsOfDirectory(atPath: path)
    where name.hasPrefix(Self.prefix) && name.hasSuffix(PartialFile.suffix) {
      try FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }
  }

  /// Opens the last checkpoint that is whole; nil when there is none at all.
  ///
  /// One that is damaged, as by a disk, costs the iterations since the one before it.
  /// - Parameter skip: called with what is wrong with each checkpoint that is passed over.
  /// - Throws: what is wrong with the last one when none is whole; errors of the file system.
  /// - Complexity: O(values).
  public func latest(skip: (any Error) -> Void = { _ in }) throws -> Checkpoint? {
    var damage: [any Error] = []
    for path in try files().reversed() {
      do {
        let checkpoint = try Checkpoint(path: path)
        try TensorDigest.check(checkpoint)
        damage.forEach(skip)
        return checkpoint
      } catch {
        damage.append(error)
      }
    }
    if let newest = damage.first { throw newest }
    return nil
  }
}
