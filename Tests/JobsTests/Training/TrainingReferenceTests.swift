import Testing

@testable import Jobs

/// What docs/job-reference.md says of training jobs against what is decoded.
@Suite struct TrainingReferenceTests {
  /// Jobs that differ in what they allow, each with all groups.
  private static let bases = [
    TrainingTexts.base,
    TrainingTexts.base.replacing("weights-seed: 1", with: "checkpoint: a.model\n  classes: 5"),
    TrainingTexts.base.replacing("iterations: 100\n", with: ""),
    TrainingTexts.base.replacing("method: adam", with: "method: sgd"),
    TrainingTexts.base.replacing(
      "base: 1e-3", with: "base: 1e-3\n  decay: steps\n  interval: 10\n  factor: 0.1"),
    TrainingTexts.base.replacing("base: 1e-3", with: "base: 1e-3\n  decay: cosine"),
    TrainingTexts.adversarial("{method: fgsm, strategy: total, radius: 8}"),
  ].map { $0 + "validation: {every: 7}\ncheckpoints: {}\n" }

  private static let groups: [(path: String?, keys: [any JobKey])] = [
    (nil, TrainingJobKey.allCases), ("optimizer", OptimizerKey.allCases),
    ("learning-rate", LearningRateKey.allCases), ("validation", ValidationKey.allCases),
    ("checkpoints", CheckpointKey.allCases),
  ]

  /// A base with a key set.
  private func job(_ base: String, _ group: String?, _ key: String, _ value: String) -> TrainingJob?
  {
    let problems = ProblemCollector()
    var parser = DocumentParser(problems)
    var values = DocumentParser(problems)
    guard var root = parser.parse(base), let node = values.parse(value) else { return nil }
    func set(_ node: DocumentNode, _ key: String, _ value: DocumentNode) -> DocumentNode {
      guard case .mapping(var entries) = node.content else { return node }
      entries.removeAll { $0.key == key }
      entries.append(.init(key: key, keyPlace: value.place, value: value))
      return DocumentNode(place: node.place, content: .mapping(entries))
    }
    if let group {
      guard case .mapping(let entries) = root.content,
        let inner = entries.first(where: { $0.key == group })
      else { return nil }
      root = set(root, group, set(inner.value, key, node))
    } else {
      root = set(root, key, node)
    }
    guard
      let section = Section<TrainingJobKey>(
        root, at: .file(line: 1, column: 1), path: "", problems: problems)
    else { return nil }
    let job = TrainingDecoder(section: section).decode()
    return problems.isEmpty ? job : nil
  }

  @Test("every key's example is accepted")
  func examples() {
    for (group, keys) in Self.groups {
      for key in keys where !key.reference.example.isEmpty {
        let isAccepted = Self.bases.contains {
          job($0, group, key.rawValue, key.reference.example) != nil
        }
        #expect(isAccepted, "\(group ?? "") \(key.rawValue): \(key.reference.example)")
      }
    }
  }

  @Test("every default that is a value is what is taken without the key")
  func defaults() throws {
    let plain = try TrainingJob(yaml: Self.bases[0], path: "job.yml")
    for (group, keys) in Self.groups {
      for key in keys {
        guard case .value(let value) = key.reference.standard else { continue }
        #expect(
          job(Self.bases[0], group, key.rawValue, value) == plain,
          "\(group ?? "") \(key.rawValue)")
      }
    }
  }
}
