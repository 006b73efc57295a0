import Jobs
import Testing

/// What is wrong in a job, with the place and the words that the error needs.
@Suite struct ProblemTests {
  /// One wrong job.
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    /// Every problem's place, and words of it.
    let expected: [(place: String, words: [String])]
    var testDescription: String { expected.first?.words.first ?? text }

    init(_ text: String, _ expected: (String, [String])...) {
      self.text = text
      self.expected = expected.map { (place: $0.0, words: $0.1) }
    }
  }

  static let keys: [Case] = [
    Case(
      JobTexts.base(line: 1, "nam: base"),
      ("job.yml:1:1: expected one of the keys name, data", ["\"nam\"", "did you mean name?"]),
      ("job.yml:1:1: name: expected up to 100 letters", ["no such key"])),
    Case(
      JobTexts.base(line: 5, "  heigth: 64"),
      ("job.yml:2:1: data.height: expected a whole number from 1 to 8192", ["no such key"]),
      ("job.yml:5:3: data: expected one of the keys", ["\"heigth\"", "did you mean height?"])),
    Case(
      JobTexts.base(adding: "colour: red"),
      ("job.yml:16:1: expected one of the keys", ["found \"colour\""])),
    Case(
      JobTexts.base(adding: "seed: 1\nseed: 2\nthreads: 0"),
      ("job.yml:17:1: expected every key once", ["a second seed", "line 16"]),
      ("job.yml:18:10: threads: expected a whole number from 1 to 1024", ["found 0"])),
    Case(
      JobTexts.base(line: 2, "data: 5\nother:"),
      ("job.yml:2:7: data: expected the keys file, kind", ["found 5"]),
      ("job.yml:3:1: expected one of the keys", ["\"other\""])),
    Case(
      JobTexts.base(line: 15, "    radius: 8\n    norm:"),
      ("job.yml:16:10: attacks[0].norm: expected one of linf, l2", ["found nothing"])),
  ]

  static let values: [Case] = [
    Case(
      JobTexts.base(line: 1, "name: a/b"),
      ("job.yml:1:7: name: expected up to 100 letters", ["found a/b"])),
    Case(
      JobTexts.base(line: 1, "name: -a"),
      ("job.yml:1:7: name: expected up to 100 letters", ["found -a"])),
    Case(
      JobTexts.base(line: 4, "  kind: nyuv"),
      ("job.yml:4:9: data.kind: expected one of nyuv2, taskonomy", ["did you mean nyuv2?"])),
    Case(
      JobTexts.base(line: 5, "  height: \"64\""),
      ("job.yml:5:11: data.height: expected a whole number", ["the text \"64\""])),
    Case(
      JobTexts.base(line: 5, "  height: [64]"),
      ("job.yml:5:11: data.height: expected a whole number", ["found a list"])),
    Case(
      JobTexts.base(line: 5, "  height: 99999999999999999999999"),
      ("job.yml:5:11: data.height: expected a whole number from 1 to 8192", ["9999"])),
    Case(
      JobTexts.base(line: 5, "  height: 064"),
      ("job.yml:5:11: data.height: expected", ["found 064"])),
    Case(
      JobTexts.base(line: 3, "  file: null"),
      ("job.yml:3:9: data.file: expected a path", ["found nothing"])),
    Case(
      JobTexts.base(adding: "seed: -1"),
      ("job.yml:16:7: seed: expected a whole number from 0 to 18446744073709551615", ["-1"])),
    Case(
      JobTexts.base(adding: "record-steps: yes"),
      ("job.yml:16:15: record-steps: expected true or false", ["found yes"])),
    Case(
      JobTexts.base(adding: "bootstrap: {level: .nan}"),
      ("job.yml:16:20: bootstrap.level: expected a number from 0.5 to 0.9999", [".nan"])),
    Case(
      JobTexts.base(adding: "metrics: []"),
      ("job.yml:16:10: metrics: expected a list of paper, strict", ["an empty list"])),
    Case(
      JobTexts.base(adding: "metrics: [paper, paper]"),
      ("job.yml:16:18: metrics: expected every name once", ["found paper"])),
    Case(
      JobTexts.base(adding: "output: results/{layuot}"),
      ("job.yml:16:9: output: expected no braces but {layout}", ["{layuot}"])),
    Case(
      JobTexts.base(adding: "precision: fp16"),
      ("job.yml:16:12: precision: expected one of f32, bf16", ["found fp16"])),
  ]

  static let model: [Case] = [
    Case(
      JobTexts.base(line: 8, "  backbone: resnet34"),
      ("job.yml:8:13: model.backbone: expected one of resnet34-deeplab", ["found resnet34"])),
    Case(
      JobTexts.base(line: 9, "  stage-widths: [8, 16, 0, 64, 5]"),
      ("job.yml:9:17: model.stage-widths: expected a list of 4 numbers", ["found 5 numbers"])),
    Case(
      JobTexts.base(line: 9, "  stage-widths: [8, 16, 0, -4]"),
      ("job.yml:9:25: model.stage-widths", ["found 0"]),
      ("job.yml:9:28: model.stage-widths", ["found -4"])),
    Case(
      JobTexts.base(line: 9, "  width-multiplier: 0.5"),
      (
        "job.yml:9:3: model.width-multiplier: expected no such key with backbone resnet34-deeplab",
        ["found 0.5"]
      )),
    Case(
      JobTexts.base(line: 11, "  checkpoint: a.model\n  weights-seed: 1"),
      ("job.yml:12:3: model.weights-seed: expected no such key beside checkpoint", [])),
    Case(
      JobTexts.base(line: 11, "  layout: 0"),
      ("job.yml:7:1: model: expected checkpoint or weights-seed, found neither", [])),
    Case(
      JobTexts.base(line: 10, "  layout: 51"),
      ("job.yml:10:11: model.layout: expected a number from 0 to 50", ["3 tasks", "found 51"])),
    Case(
      JobTexts.base(line: 10, "  layout: [[[0, 1]], [[0], [1]]]"),
      ("job.yml:10:11: model.layout: expected 3, as many as the model has", ["found 2"])),
    Case(
      JobTexts.base(line: 10, "  layout: [[[0, 1, 2]], [[0], [1, 3]]]"),
      ("job.yml:10:35: model.layout: expected a task from 0 to 2", ["found 3"])),
    Case(
      JobTexts.base(line: 10, "  layout: [[[0, 1, 2]], [[0], [1, 2]]]"),
      ("job.yml:10:11: model.layout: expected 5 coarse blocks or 17 blocks", ["found 2"])),
    Case(
      JobTexts.base(line: 10, "  layout: share"),
      ("job.yml:10:11: model.layout: expected a layout's number", ["did you mean shared?"])),
    Case(
      JobTexts.base(line: 10, "  tasks: [normal, segment_semantic]"),
      ("job.yml:10:19: model.tasks: expected a task that comes after normal", [])),
    Case(
      JobTexts.base(line: 10, "  tasks: [keypoints2d]"),
      ("job.yml:10:11: model.tasks: expected tasks of nyuv2", ["found keypoints2d"])),
    Case(
      JobTexts.base(line: 10, "  tasks: [depth_zbuffer]\n  classes: 40"),
      ("job.yml:11:3: model.classes: expected no such key without", [])),
    Case(
      JobTexts.base(line: 9, "  stage-widths: [65536, 65536, 65536, 65536]"),
      ("job.yml:7:1: model: expected a model that can be built", ["2147483648"])),
    Case(
      JobTexts.base(line: 11, "  layout: separate\n  checkpoint: a/{layout}.model"),
      ("job.yml:12:15: model.checkpoint: expected no {layout} where", [])),
  ]

  static let attacks: [Case] = [
    Case(
      JobTexts.attacks("  - {method: pdg, strategy: balanced, steps: 3, radius: 8}"),
      (
        "job.yml:13:14: attacks[0].method: expected one of fgsm, pgd",
        ["found pdg", "did you mean pgd?"]
      )),
    Case(
      JobTexts.attacks("  - {method: pgd, strategy: balanced, radius: 8}"),
      ("job.yml:13:5: attacks[0].steps: expected a whole number", ["found nothing"])),
    Case(
      JobTexts.attacks("  - {method: pgd, strategy: single, steps: 3, radius: 8, task: edges}"),
      ("job.yml:13:64: attacks[0].task: expected a task among segment_semantic", ["edges"])),
    Case(
      JobTexts.attacks("  - {method: fgsm, strategy: total, radius: 8/255}"),
      ("job.yml:13:45: attacks[0].radius: expected a number of pixel values", ["8/255"])),
    Case(
      JobTexts.attacks("  - {method: fgsm, strategy: total, radius: [1, 256, -1, nan, \"8\"]}"),
      ("job.yml:13:49: attacks[0].radius", ["found 256"]),
      ("job.yml:13:54: attacks[0].radius", ["found -1"]),
      ("job.yml:13:58: attacks[0].radius", ["found nan"]),
      ("job.yml:13:63: attacks[0].radius", ["found the text \"8\""])),
    Case(
      JobTexts.attacks("  - {method: fgsm, strategy: total, radius: 8, steps: 3}"),
      ("job.yml:13:55: attacks[0].steps", ["steps: 3"])),
    Case(
      JobTexts.attacks(
        "  - {method: pgd, strategy: total, radius: 8, steps: 0, step-size: big, step-decay: no}"),
      ("job.yml:13:54: attacks[0].steps", ["found 0"]),
      ("job.yml:13:68: attacks[0].step-size", ["found big"]),
      ("job.yml:13:85: attacks[0].step-decay", ["found no"])),
    Case(
      JobTexts.attacks(
        "  - {method: pgd, strategy: total, radius: 8, random-start: true,\n"
          + "     steps: 1000000000, step-size: 1e38*radius, restarts: 1000000000}"),
      ("job.yml:14:13: attacks[0].steps: expected a whole number from 1 to 10000", ["1000000000"]),
      ("job.yml:14:36: attacks[0].step-size: expected pixel values up to 1e6", ["1e38*radius"]),
      ("job.yml:14:59: attacks[0].restarts: expected a whole number from 1 to 1000", ["1000000000"])
    ),
    Case(
      JobTexts.attacks("  - {method: fgsm, strategy: total, radius: [1, 2, 1]}"),
      ("job.yml:13:5: attacks[0]: expected attacks that differ", ["radius=1", "line 13"])),
    Case(
      JobTexts.attacks("  - {method: mim, strategy: total, radius: 8, steps: 2, norm: l2}"),
      ("job.yml:13:63: attacks[0].norm: expected linf with mim", ["found l2"])),
    Case(
      JobTexts.attacks("  - {method: fgsm, strategy: balance, radius: 8}"),
      ("job.yml:13:30: attacks[0].strategy", ["found balance", "did you mean balanced?"])),
    // Four combinations with the same wrong value are one problem.
    Case(
      JobTexts.attacks("  - {method: pgd, strategy: [total, balanced], radius: [1, 2], steps: 0}"),
      ("job.yml:13:71: attacks[0].steps", ["found 0"])),
    Case(
      JobTexts.attacks("  - {method: fgsm, strategy: total, radius: []}"),
      ("job.yml:13:45: attacks[0].radius", ["an empty list"])),
    Case(
      JobTexts.attacks("  []").replacing("attacks:\n", with: "attacks:"),
      ("job.yml:12:11: attacks: expected a list of attacks", ["an empty list"])),
    Case(
      JobTexts.attacks("  - fgsm"),
      ("job.yml:13:5: attacks[0]: expected the keys norm, radius, method", ["found fgsm"])),
  ]

  @Test("names the place and what would be accepted", arguments: keys + values + model + attacks)
  func table(_ example: Case) {
    let problems = JobTexts.problems(example.text)
    #expect(problems.count == example.expected.count, "\(problems)")
    for (problem, expected) in zip(problems, example.expected) {
      #expect(problem.hasPrefix(expected.place), "\(problem)")
      for word in expected.words { #expect(problem.contains(word), "\(problem)") }
    }
  }

  @Test("everything that is wrong is reported in one run, in the order of the file")
  func allAtOnce() {
    let text = """
      name: three
      data: {file: a.h5, kind: nyuv2, height: 64, width: sixty-four}
      model: {backbone: resnet34-deeplab, weights-seed: 1, layout: 99}
      attacks:
        - {method: fgsm, strategy: balanced, radius: 8}
        - {method: fgsm, strategy: balanced, radius: 300}
      thread: 3
      """
    let problems = JobTexts.problems(text)
    #expect(problems.map { $0.split(separator: ":")[1] } == ["2", "3", "6", "7"], "\(problems)")
  }

  @Test("a cross product beyond all measure is refused, not expanded")
  func tooMany() {
    let list = (1...255).map(String.init).joined(separator: ", ")
    let problems = JobTexts.problems(
      JobTexts.attacks(
        "  - {method: mim, strategy: total, radius: [\(list)], steps: [\(list)], "
          + "momentum: [\(list)]}"
      ))
    #expect(problems.count == 1)
    #expect(problems.first?.contains("at most 10000 attacks in all") == true, "\(problems)")
  }
}
