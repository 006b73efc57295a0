import Attacks
import Jobs
import Kernels
import Testing

@Suite struct ExpansionTests {
  private func attacks(_ lines: String) throws -> [String] {
    try EvaluationJob(yaml: JobTexts.attacks(lines), path: "job.yml").attacks.map { configuration in
      let attack = configuration.attack
      let steps = attack.description.split(separator: " ").first { $0.hasPrefix("steps=") }
      return "\(attack.methodName.rawValue) \(attack.strategyName.rawValue) "
        + "\(configuration.norm.rawValue) \(configuration.radius.pixels)"
        + (steps.map { " \($0)" } ?? "")
    }
  }

  @Test("lists are nested loops in the order of the keys, the last one changes first")
  func order() throws {
    #expect(
      try attacks("  - {radius: [1, 2], strategy: [total, balanced], method: fgsm}") == [
        "fgsm total linf 1.0", "fgsm balanced linf 1.0", "fgsm total linf 2.0",
        "fgsm balanced linf 2.0",
      ])
    #expect(
      try attacks("  - {strategy: [total, balanced], radius: [1, 2], method: fgsm}") == [
        "fgsm total linf 1.0", "fgsm total linf 2.0", "fgsm balanced linf 1.0",
        "fgsm balanced linf 2.0",
      ])
  }

  @Test("any key may be a list; entries follow one another")
  func everyKey() throws {
    let lines = """
        - method: [pgd, mim]
          strategy: total
          steps: [2, 3]
          radius: 4
        - method: pgd
          strategy: single
          task: [normal, depth_zbuffer]
          norm: [linf, l2]
          steps: 1
          radius: 0.5
      """
    let found = try attacks(lines)
    #expect(found.count == 8)
    #expect(
      found.prefix(4) == [
        "pgd total linf 4.0 steps=2", "pgd total linf 4.0 steps=3", "mim total linf 4.0 steps=2",
        "mim total linf 4.0 steps=3",
      ])
    let configurations = try EvaluationJob(yaml: JobTexts.attacks(lines), path: "job.yml").attacks
    #expect(
      configurations.suffix(4).map(\.attack.strategy) == [
        .single(task: "normal"), .single(task: "normal"), .single(task: "depth_zbuffer"),
        .single(task: "depth_zbuffer"),
      ])
    #expect(Set(configurations.map(\.description)).count == configurations.count)
  }

  @Test("a list of tasks is one value, a list of lists several")
  func taskLists() throws {
    func strategies(_ tasks: String) throws -> [StrategyDescription] {
      try EvaluationJob(
        yaml: JobTexts.attacks(
          "  - {method: fgsm, strategy: selective, tasks: \(tasks), radius: 1}"),
        path: "job.yml"
      ).attacks.map(\.attack.strategy)
    }
    let both = StrategyDescription.selective(tasks: ["depth_zbuffer", "normal"], restraint: 1)
    #expect(try strategies("[normal, depth_zbuffer]") == [both])
    #expect(
      try strategies("[[normal, depth_zbuffer], [normal]]")
        == [both, .selective(tasks: ["normal"], restraint: 1)])
  }

  @Test("a configuration's text is the same for the same meaning and tells others apart")
  func text() throws {
    let lines = """
        - {method: pgd, strategy: balanced, steps: 10, radius: 8}
        - {method: pgd, strategy: balanced, steps: 10, radius: 8, norm: l2}
        - {method: pgd, strategy: balanced, steps: 10, radius: 8.5}
      """
    let texts = try EvaluationJob(yaml: JobTexts.attacks(lines), path: "job.yml").attacks.map(
      \.description)
    try #require(texts.count == 3)
    #expect(texts[0].hasPrefix("norm=linf radius=8 method=pgd steps=10 "))
    #expect(texts[1].hasPrefix("norm=l2 radius=8 method=pgd "))
    #expect(texts[2].hasPrefix("norm=linf radius=8.5 "))
    let explicit =
      "  - {radius: 8.0, norm: linf, steps: 10, strategy: balanced, method: pgd, restarts: 1}"
    #expect(
      try EvaluationJob(yaml: JobTexts.attacks(explicit), path: "job.yml").attacks.map(
        \.description)
        == [texts[0]])
  }
}
