import Testing

@testable import Jobs

/// What is wrong in a training job, with the place and the words that the error needs.
@Suite struct TrainingProblemTests {
  typealias Case = ProblemTests.Case

  static let keys: [Case] = [
    Case(
      TrainingTexts.base(line: 12, "mod: clean"),
      ("job.yml:1:1: mode: expected one of clean, clean-then-adversarial", ["no such key"]),
      ("job.yml:12:1: expected one of the keys name, data", ["\"mod\"", "did you mean mode?"])),
    Case(
      TrainingTexts.base(line: 14, "  methd: adam"),
      ("job.yml:13:1: optimizer.method: expected one of adam, sgd", ["no such key"]),
      ("job.yml:14:3: optimizer: expected one of the keys method", ["did you mean method?"])),
    Case(
      TrainingTexts.base(line: 14, "  method: adam\n  momentum: 0.9"),
      ("job.yml:15:3: optimizer.momentum: expected no such key with the method adam", ["0.9"])),
    Case(
      TrainingTexts.base(line: 16, "  base: 1e-3\n  factor: 0.5"),
      ("job.yml:17:3: learning-rate.factor: expected no such key with decay constant", [])),
    Case(
      TrainingTexts.base(line: 18, "iterations: 5\nepochs: 5"),
      ("job.yml:19:1: epochs: expected no such key beside iterations", ["found 5"])),
    Case(
      TrainingTexts.base(line: 18, ""),
      ("job.yml:1:1: expected iterations or epochs", ["neither"])),
    Case(
      TrainingTexts.base(adding: "attack: {method: fgsm, strategy: total, radius: 1}"),
      ("job.yml:19:1: attack: expected no such key with the mode clean", [])),
    Case(
      TrainingTexts.base(adding: "validation: {limit: 3}"),
      ("job.yml:19:1: validation.every: expected a whole number", ["no such key"])),
    Case(
      TrainingTexts.base(adding: "checkpoints: {every: 0, keep: 0, kep: 1}"),
      ("job.yml:19:22: checkpoints.every: expected a whole number from 1", ["found 0"]),
      ("job.yml:19:31: checkpoints.keep: expected a whole number from 1", ["found 0"]),
      ("job.yml:19:34: checkpoints: expected one of the keys every, keep", ["\"kep\""])),
    Case(
      TrainingTexts.base(adding: "weighting: uncertainty\ntask-weights: [1, 1, 1]"),
      ("job.yml:20:1: task-weights: expected no such key with weights that are not fixed", [])),
  ]

  static let values: [Case] = [
    Case(
      TrainingTexts.base(line: 16, "  base: 0"),
      ("job.yml:15:1: learning-rate: expected a positive number (learning rate)", ["0"])),
    Case(
      TrainingTexts.base(line: 16, "  base: 1e-3\n  decay: steps\n  interval: 0\n  factor: 2"),
      ("job.yml:18:13: learning-rate.interval: expected a whole number", ["found 0"])),
    Case(
      TrainingTexts.base(line: 16, "  base: 1e-3\n  decay: steps\n  interval: 1\n  factor: 2"),
      ("job.yml:15:1: learning-rate: expected above 0, at most 1 (step factor)", ["2.0"])),
    Case(
      TrainingTexts.base(line: 14, "  method: sgd\n  nesterov: true"),
      ("job.yml:13:1: optimizer: expected a momentum and no dampening (nesterov)", [])),
    Case(
      TrainingTexts.base(line: 14, "  method: adam\n  first-decay: 1"),
      ("job.yml:15:16: optimizer.first-decay: expected a number from 0 to below 1", ["1"])),
    Case(
      TrainingTexts.base(adding: "task-weights: [1, 2]"),
      ("job.yml:19:15: task-weights: expected 3 numbers, none negative", ["[1.0, 2.0]"])),
    Case(
      TrainingTexts.base(adding: "task-weights: [1, -2, 1]"),
      ("job.yml:19:19: task-weights: expected a number, 0 or more", ["found -2"])),
    Case(
      TrainingTexts.base(adding: "class-weights: [1, 2]"),
      ("job.yml:19:16: class-weights: expected 40 numbers", [])),
    Case(
      TrainingTexts.base(adding: "gradient-limit: 0"),
      ("job.yml:19:17: gradient-limit: expected a number above 0", ["found 0"])),
    Case(
      TrainingTexts.base(line: 17, "batch-size: 0"),
      ("job.yml:17:13: batch-size: expected a whole number from 1 to 65536", ["found 0"])),
    Case(
      TrainingTexts.adversarial("{method: fgsm, strategy: total, radius: [1, 2]}"),
      ("job.yml:13:1: attack: expected one attack, without lists of values", ["found 2"])),
    Case(
      TrainingTexts.adversarial(
        "{method: fgsm, strategy: balanced, direction: dataset, radius: 1}"),
      ("job.yml:13:1: attack: expected losses of the batch", ["dataset"])),
    Case(
      TrainingTexts.adversarial("{method: fgsm, strategy: single, task: normals, radius: 1}"),
      ("job.yml:13:48: attack.task: expected", ["normals", "did you mean normal?"])),
    Case(
      TrainingTexts.base(line: 12, "mode: adversarial"),
      ("job.yml:1:1: attack: expected the keys norm, radius", ["no such key"])),
  ]

  @Test("every problem has its place and words", arguments: keys + values)
  func problems(_ item: Case) {
    let found = TrainingTexts.problems(item.text)
    #expect(found.count == item.expected.count, "\(found)")
    for (line, expected) in zip(found, item.expected) {
      #expect(line.hasPrefix(expected.place), "\(line)")
      for word in expected.words { #expect(line.contains(word), "\(line)") }
    }
  }

  @Test func everythingWrongIsReportedAtOnce() {
    let text = """
      name: a/b
      data: {file: x, kind: nyu, height: 0, width: 1}
      model: {backbone: resnet}
      mode: dirty
      optimizer: {}
      learning-rate: {base: fast}
      batch-size: x
      epochs: 0
      seed: -1
      colour: red
      """
    let found = TrainingTexts.problems(text)
    for place in [
      "1:7", "2:23", "2:36", "3:19", "4:7", "5:1", "6:23", "7:13", "8:9", "9:7", "10:1",
    ] {
      #expect(found.contains { $0.hasPrefix("job.yml:\(place): ") }, "\(place) in \(found)")
    }
  }

  @Test func bytesThatAreNotTextAreRefused() {
    #expect(throws: JobFileError.self) {
      try TrainingJob(bytes: Array("name: ".utf8) + [0xFF], path: "job.yml")
    }
  }
}
