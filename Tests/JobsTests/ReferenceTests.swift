import Attacks
import Foundation
import Testing

@testable import Jobs

/// docs/job-reference.md against the keys.
@Suite struct ReferenceTests {
  private func document() throws -> String {
    try String(
      contentsOf: ShippedJobs.root.appending(path: "docs/job-reference.md"), encoding: .utf8)
  }

  @Test(
    "the reference has every key with type, limits, default and example",
    arguments: ReferenceTable.all.indices)
  func tables(index: Int) throws {
    let table = ReferenceTable.all[index]
    let lines = try document().split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0 == table.heading })
    let section = lines[(start + 1)...].prefix { !$0.hasPrefix("## ") }
    let rows = section.filter { $0.hasPrefix("|") }.map(String.init)
    #expect(
      rows == table.rows, "docs/job-reference.md needs\n\(table.rows.joined(separator: "\n"))")
  }

  @Test("the reference's examples are jobs")
  func examples() throws {
    let blocks = try document().components(separatedBy: "```yaml\n").dropFirst().map {
      $0.components(separatedBy: "```")[0]
    }
    #expect(blocks.count >= 2)
    #expect(blocks.count { $0.contains("mode:") } >= 2)
    for block in blocks {
      let problems =
        block.contains("mode:") ? TrainingTexts.problems(block) : JobTexts.problems(block)
      #expect(problems == [], "\(block)")
    }
  }

  /// Jobs that differ in what they allow.
  private static let bases = [
    JobTexts.base,
    JobTexts.base.replacing("weights-seed: 1", with: "checkpoint: a.model"),
    JobTexts.base(line: 8, "  backbone: mobilenetv2").replacing(
      "  stage-widths: [8, 16, 32, 64]\n", with: ""),
    JobTexts.base(line: 8, "  backbone: mobilenetv2\n  stem-width: 1\n  last-width: 1").replacing(
      "[8, 16, 32, 64]", with: "[1, 1, 1, 1, 1, 1, 1]"),
    JobTexts.base(line: 8, "  backbone: prototxt\n  prototxt: a").replacing(
      "  stage-widths: [8, 16, 32, 64]\n", with: ""),
    JobTexts.attacks("  - {method: pgd, steps: 2, strategy: total, radius: 1}"),
    JobTexts.attacks(
      "  - {method: pgd, steps: 2, strategy: single, task: depth_zbuffer, radius: 1}"),
    JobTexts.attacks(
      "  - {method: pgd, steps: 2, random-start: true, strategy: balanced, radius: 1}"),
    JobTexts.attacks("  - {method: mim, steps: 2, strategy: min-max, radius: 1}"),
    JobTexts.attacks("  - {method: apgd, steps: 2, strategy: total, radius: 1}"),
    JobTexts.attacks("  - {method: fgsm, strategy: relative-rates, radius: 1}"),
    JobTexts.attacks("  - {method: auto-saga, steps: 2, strategy: balanced, radius: 1}"),
    JobTexts.attacks(
      "  - {method: fgsm, strategy: selective, tasks: [depth_zbuffer], radius: 1}"),
  ]

  /// A base with a key of a group set; nil when the value is no YAML.
  private func job(_ base: String, _ path: [String], _ value: String) -> EvaluationJob? {
    let problems = ProblemCollector()
    var parser = DocumentParser(problems)
    var values = DocumentParser(problems)
    guard let root = parser.parse(base), let node = values.parse(value),
      let section = Section<JobFileKey>(
        root.setting(path[...], to: node), at: .file(line: 1, column: 1), path: "",
        problems: problems)
    else { return nil }
    return JobDecoder(section: section, problems: problems).decode()
  }

  @Test("the stated defaults of settings are those of the attacks")
  func settingDefaults() throws {
    let methods: [[AttackSetting: String]] = [
      [.method: "pgd", .steps: "2"], [.method: "mim", .steps: "2"],
      [.method: "apgd", .steps: "2"], [.method: "auto-saga", .steps: "2"],
    ]
    let strategies: [[AttackSetting: String]] = [
      [.strategy: "balanced"], [.strategy: "min-max"], [.strategy: "relative-rates"],
      [.strategy: "selective", .tasks: "normal"],
    ]
    for given in methods.flatMap({ method in strategies.map { method.merging($0) { $1 } } }) {
      for word in try AttackDescription(given).description.split(separator: " ") {
        let pair = word.split(separator: "=").map(String.init)
        let setting = try #require(AttackSetting(rawValue: pair[0]))
        guard given[setting] == nil else { continue }
        guard case .words(let words) = setting.reference.standard else {
          Issue.record("\(setting) has no default in words")
          continue
        }
        let value = pair[1].hasSuffix(".0") ? String(pair[1].dropLast(2)) : pair[1]
        #expect(
          words.split { $0 == " " || $0 == ";" }.contains { $0 == value }, "\(word): \(words)")
      }
    }
  }

  private static let groups: [(path: [String], keys: [any JobKey])] = [
    ([], JobFileKey.allCases), (["data"], DataKey.allCases), (["model"], ModelKey.allCases),
    (["attacks"], AttackKey.allCases), (["bootstrap"], BootstrapKey.allCases),
  ]

  @Test("every key's example is accepted")
  func exampleValues() throws {
    let withBootstrap = Self.bases.map { $0 + "bootstrap: {}\n" }
    for (path, keys) in Self.groups {
      for key in keys where !key.reference.example.isEmpty {
        let isAccepted = withBootstrap.contains {
          let base = path.isEmpty && key.rawValue == "bootstrap" ? JobTexts.base : $0
          return job(base, path + [key.rawValue], key.reference.example) != nil
        }
        #expect(isAccepted, "\(path) \(key.rawValue): \(key.reference.example)")
      }
    }
  }

  @Test("every default that is a value is what is taken without the key")
  func defaults() throws {
    for (path, keys) in Self.groups {
      for key in keys {
        guard case .value(let value) = key.reference.standard else { continue }
        let base = JobTexts.base + "bootstrap: {}\n"
        let plain = try EvaluationJob(yaml: base, path: "job.yml")
        #expect(job(base, path + [key.rawValue], value) == plain, "\(path) \(key.rawValue)")
      }
    }
  }
}

extension DocumentNode {
  /// The tree with a key of a group, or of the first element of a list of groups, set.
  fileprivate func setting(_ path: ArraySlice<String>, to value: DocumentNode) -> DocumentNode {
    guard let name = path.first else { return value }
    switch content {
    case .mapping(var entries):
      let position = entries.firstIndex { $0.key == name }
      let old = position.map { entries[$0].value }
      let new = (old ?? value).setting(path.dropFirst(), to: value)
      let entry = Entry(key: name, keyPlace: value.place, value: new)
      if let position { entries[position] = entry } else { entries.append(entry) }
      return DocumentNode(place: place, content: .mapping(entries))
    case .list(let nodes):
      guard let first = nodes.first else { return self }
      return DocumentNode(
        place: place, content: .list([first.setting(path, to: value)] + nodes.dropFirst()))
    default: return value
    }
  }
}
