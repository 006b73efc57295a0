import Jobs

/// Job files of trainings for tests.
enum TrainingTexts {
  /// The least that a clean training needs.
  static let base = """
    name: base
    data:
      file: data/nyuv2.h5
      kind: nyuv2
      height: 64
      width: 64
    model:
      backbone: resnet34-deeplab
      stage-widths: [8, 16, 32, 64]
      head-width: 32
      weights-seed: 1
    mode: clean
    optimizer:
      method: adam
    learning-rate:
      base: 1e-3
    batch-size: 4
    iterations: 100

    """

  /// The base with one line, counted from 1, replaced by others.
  static func base(line: Int, _ replacement: String) -> String {
    var lines = base.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines[line - 1] = replacement
    return lines.joined(separator: "\n")
  }

  /// The base with lines at its end.
  static func base(adding lines: String) -> String { base + lines + "\n" }

  /// The base with adversarial steps.
  static func adversarial(_ attack: String) -> String {
    base(line: 12, "mode: adversarial\nattack: \(attack)")
  }

  /// The problems of a text, one line each; none when it is a job.
  static func problems(_ text: String, overrides: JobOverrides = JobOverrides()) -> [String] {
    do {
      _ = try TrainingJob(yaml: text, path: "job.yml", overrides: overrides)
      return []
    } catch {
      return error.problems.map { $0.text(path: error.path) }
    }
  }
}
