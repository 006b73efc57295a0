internal import Foundation

/// What a checkpoint holds of a run besides tensors. Random numbers are functions of the seed and of
/// these counts, so nothing else is needed to go on.
struct TrainingRecord: Hashable, Codable {
  /// The form of this record; others are refused.
  var version = Self.currentVersion
  var iteration: Int
  var passCount: Int
  var optimizerSteps: Int
  var balanceSteps: Int
  var seed: UInt64
  var position: TrainingPosition

  static let currentVersion = 1
  /// The key of the file's metadata.
  static let key = "equipoise.training"

  /// The record as text, the same for equal records.
  func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Reads a record.
  /// - Throws: ``TrainingError`` naming the file.
  init(text: String?, file: String) throws(TrainingError) {
    guard let text else {
      throw TrainingError(
        file, expected: "a checkpoint of a training run", found: "no \(Self.key) in its metadata")
    }
    guard let record = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else {
      throw TrainingError(
        "\(file): \(Self.key)", expected: "a record of version \(Self.currentVersion)",
        found: text)
    }
    guard record.version == Self.currentVersion, record.iteration >= 0, record.passCount >= 0,
      record.optimizerSteps >= 0, record.balanceSteps >= 0
    else {
      throw TrainingError(
        "\(file): \(Self.key)",
        expected: "version \(Self.currentVersion) and counts that are not negative", found: text)
    }
    self = record
  }

  init(_ trainer: Trainer, at position: TrainingPosition) {
    iteration = trainer.iteration
    passCount = trainer.passCount
    optimizerSteps = trainer.optimizer.stepCount
    balanceSteps = trainer.balance.optimizer.stepCount
    seed = trainer.settings.seed
    self.position = position
  }
}
