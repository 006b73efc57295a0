import Jobs
import Networks
import Testing

@Suite struct CanonicalTextTests {
  private func text(_ yaml: String) throws -> String {
    try EvaluationJob(yaml: yaml, path: "job.yml").canonicalText
  }

  @Test(
    "what results do not depend on leaves the text as it is",
    arguments: [
      JobTexts.base(line: 1, "name: other"),
      JobTexts.base(line: 3, "  file: elsewhere.h5"),
      JobTexts.base(line: 3, "  file: elsewhere.h5\n  split: test"),
      JobTexts.base(line: 10, "  head-width: 32\n  layout: 0"),
      JobTexts.base(
        line: 10, "  head-width: 32\n  tasks: [segment_semantic, normal, depth_zbuffer]"),
      JobTexts.base(line: 10, "  head-width: 32\n  classes: 40\n  normals: raw-bgr"),
      JobTexts.base(line: 15, "    radius: 8.0\n    norm: linf"),
      JobTexts.base(
        adding: """
          output: x
          threads: 2
          ranks: 4
          hand-out: static
          coordination: dedicated
          seed: 0
          """),
    ])
  func same(yaml: String) throws {
    #expect(try text(yaml) == text(JobTexts.base))
  }

  @Test(
    "what results depend on changes the text",
    arguments: [
      JobTexts.base(line: 4, "  kind: taskonomy"),
      JobTexts.base(line: 3, "  file: a\n  split: train"),
      JobTexts.base(line: 3, "  file: a\n  limit: 4"),
      JobTexts.base(line: 5, "  height: 65"),
      JobTexts.base(line: 6, "  width: 65"),
      JobTexts.base(line: 9, "  stage-widths: [8, 16, 32, 65]"),
      JobTexts.base(line: 10, "  head-width: 33"),
      JobTexts.base(line: 11, "  weights-seed: 2"),
      JobTexts.base(line: 11, "  checkpoint: a"),
      JobTexts.base(line: 10, "  head-width: 32\n  layout: 1"),
      JobTexts.base(line: 10, "  head-width: 32\n  layout: separate"),
      JobTexts.base(line: 10, "  head-width: 32\n  normals: decoded"),
      JobTexts.base(line: 10, "  head-width: 32\n  classes: 13"),
      JobTexts.base(line: 15, "    radius: 8.5"),
      JobTexts.base(line: 15, "    radius: 8\n    norm: l2"),
      JobTexts.base(line: 14, "    strategy: total"),
      JobTexts.base(adding: "seed: 1"),
      JobTexts.base(adding: "batch-size: 2"),
      JobTexts.base(adding: "precision: bf16"),
      JobTexts.base(adding: "record-steps: true"),
      JobTexts.base(adding: "metrics: [paper]"),
      JobTexts.base(adding: "adversarial-examples: [u8]"),
      JobTexts.base(adding: "bootstrap: {replicates: 200}"),
      JobTexts.base(adding: "bootstrap: {level: 0.9}"),
    ])
  func different(yaml: String) throws {
    #expect(try text(yaml) != text(JobTexts.base))
  }

  @Test("a layout's text does not depend on how it was written")
  func layout() throws {
    let number = JobTexts.base(line: 10, "  head-width: 32\n  layout: 3")
    let job = try EvaluationJob(yaml: number, path: "job.yml")
    let refined = try job.model.description().layout
    let blocks = JobTexts.base(line: 10, "  head-width: 32\n  layout: \(refined)")
    #expect(try text(number) == text(blocks))
  }
}
