import Jobs
import Testing

@Suite struct TrainingCanonicalTextTests {
  private static let attack = "{method: pgd, steps: 2, strategy: balanced, radius: 4}"

  private func text(_ yaml: String) throws -> String {
    try TrainingJob(yaml: yaml, path: "job.yml").canonicalText
  }

  @Test(
    "what the parameters do not depend on leaves the text as it is",
    arguments: [
      TrainingTexts.base(line: 1, "name: other"),
      TrainingTexts.base(line: 3, "  file: elsewhere.h5\n  split: train"),
      TrainingTexts.base(line: 18, "iterations: 200"),
      TrainingTexts.base(line: 18, "epochs: 200"),
      TrainingTexts.base(line: 14, "  method: adam\n  first-decay: 0.9\n  weight-decay: 0"),
      TrainingTexts.base(
        adding: """
          output: x
          threads: 2
          ranks: 1
          validation: {every: 3}
          checkpoints: {every: 7, keep: 1}
          recomputation: blocks
          task-weights: [1, 1, 1]
          """),
    ])
  func same(yaml: String) throws {
    #expect(try text(yaml) == text(TrainingTexts.base))
  }

  @Test(
    "what the parameters depend on changes the text",
    arguments: [
      TrainingTexts.base(line: 3, "  file: a\n  split: test"),
      TrainingTexts.base(line: 3, "  file: a\n  limit: 4"),
      TrainingTexts.base(line: 5, "  height: 65"),
      TrainingTexts.base(line: 10, "  head-width: 33"),
      TrainingTexts.base(line: 11, "  weights-seed: 2"),
      TrainingTexts.base(line: 12, "mode: adversarial\nattack: \(attack)"),
      TrainingTexts.base(line: 12, "mode: clean-then-adversarial\nattack: \(attack)"),
      TrainingTexts.base(
        line: 12, "mode: adversarial\nattack: {method: fgsm, strategy: total, radius: 4}"),
      TrainingTexts.base(line: 14, "  method: sgd"),
      TrainingTexts.base(line: 14, "  method: adam\n  first-decay: 0.5"),
      TrainingTexts.base(line: 14, "  method: adam\n  second-decay: 0.5"),
      TrainingTexts.base(line: 14, "  method: adam\n  epsilon: 1e-6"),
      TrainingTexts.base(line: 14, "  method: adam\n  weight-decay: 1e-4"),
      TrainingTexts.base(line: 14, "  method: sgd\n  momentum: 0.9"),
      TrainingTexts.base(line: 14, "  method: sgd\n  momentum: 0.9\n  nesterov: true"),
      TrainingTexts.base(line: 16, "  base: 2e-3"),
      TrainingTexts.base(line: 16, "  base: 1e-3\n  warm-up: 5"),
      TrainingTexts.base(line: 16, "  base: 1e-3\n  decay: cosine"),
      TrainingTexts.base(line: 16, "  base: 1e-3\n  decay: steps\n  interval: 9\n  factor: 0.5"),
      TrainingTexts.base(line: 17, "batch-size: 5"),
      TrainingTexts.base(adding: "augmentation: false"),
      TrainingTexts.base(adding: "weighting: uncertainty"),
      TrainingTexts.base(adding: "weighting: relative-loss"),
      TrainingTexts.base(adding: "task-weights: [1, 2, 1]"),
      TrainingTexts.base(
        adding: "class-weights: [\((0..<40).map { "\($0)" }.joined(separator: ", "))]"),
      TrainingTexts.base(adding: "gradient-limit: 1"),
      TrainingTexts.base(adding: "seed: 1"),
      TrainingTexts.base(adding: "batch-norm: synchronised"),
      TrainingTexts.base(adding: "exchange: sharded"),
      TrainingTexts.base(adding: "precision: bf16"),
    ])
  func different(yaml: String) throws {
    #expect(try text(yaml) != text(TrainingTexts.base))
  }
}
