@testable import Jobs

/// The tables of docs/job-reference.md, made from the keys themselves.
enum ReferenceTable {
  /// The tables by the headings that they stand under.
  static let all: [(heading: String, rows: [String])] = [
    ("## The file", rows(JobFileKey.self)),
    ("## `data`", rows(DataKey.self)),
    ("## `model`", rows(ModelKey.self)),
    ("## `attacks`", rows(AttackKey.self)),
    ("## `bootstrap`", rows(BootstrapKey.self)),
    ("## The file of a training", rows(TrainingJobKey.self)),
    ("## `optimizer`", rows(OptimizerKey.self)),
    ("## `learning-rate`", rows(LearningRateKey.self)),
    ("## `validation`", rows(ValidationKey.self)),
    ("## `checkpoints`", rows(CheckpointKey.self)),
  ]

  private static func rows<Key: JobKey>(_ keys: Key.Type) -> [String] {
    ["| key | meaning | accepted | default | example |", "|---|---|---|---|---|"]
      + Key.allCases.map { key in
        let reference = key.reference
        let standard =
          switch reference.standard {
          case .required: "needed"
          case .value(let value): "`\(value)`"
          case .words(let words): words
          }
        let example = reference.example.isEmpty ? "below" : "`\(reference.example)`"
        return "| `\(key.rawValue)` | \(reference.meaning) | \(reference.accepted) | \(standard) "
          + "| \(example) |"
      }
  }
}
