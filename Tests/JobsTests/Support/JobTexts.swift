import Jobs

/// Job files for tests.
enum JobTexts {
  /// The least that a job needs.
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
    attacks:
      - method: fgsm
        strategy: balanced
        radius: 8

    """

  /// The base with one line, counted from 1, replaced by others.
  static func base(line: Int, _ replacement: String) -> String {
    var lines = base.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines[line - 1] = replacement
    return lines.joined(separator: "\n")
  }

  /// The base with lines at its end.
  static func base(adding lines: String) -> String { base + lines + "\n" }

  /// The base with other attacks.
  static func attacks(_ lines: String) -> String {
    base.split(separator: "\n").prefix(12).joined(separator: "\n") + "\n" + lines + "\n"
  }

  /// The problems of a text, one line each; none when it is a job.
  static func problems(_ text: String, overrides: JobOverrides = JobOverrides()) -> [String] {
    do {
      _ = try EvaluationJob(yaml: text, path: "job.yml", overrides: overrides)
      return []
    } catch {
      return error.problems.map { $0.text(path: error.path) }
    }
  }
}
