internal import Coordinator
internal import TextReports

/// What attacks do to a model and to the same model with other weights, as a table and in
/// sentences, all computed from the results.
public struct RunComparison: CustomStringConvertible {
  /// The lines.
  public let description: String

  /// Compares two complete runs of the same attacks.
  /// - Parameters:
  ///   - first: the results directory of the first model, such as one that was trained on clean
  ///     images.
  ///   - second: that of the other model.
  /// - Throws: as ``RunReport`` does.
  public init(_ first: String, _ second: String) throws {
    let runs = try RunResults.read([first, second])
    let mode = runs[0].modes.last { runs[1].modes.contains($0) } ?? ""
    let found = RunFindings(runs[0].summary, mode: mode).sentences
    let changed = ComparedFindings(runs[0], runs[1], mode: mode).sentences
    description = """
      Relative performance, \(mode), \(runs[0].label) > \(runs[1].label), in percent: worse is \
      negative; \(runs[0].summary.imageCount) images
      \(Self.table(runs, mode))
      What attacks do to \(runs[0].label):
      \(Self.points(found))

      What is different in \(runs[1].label):
      \(Self.points(changed))
      """
  }

  private static func table(_ runs: [RunResults], _ mode: String) -> String {
    let (tasks, titles) = (runs[0].tasks, runs[0].titles)
    var table = TextTable(
      ["attack", "strategy", "radius"] + tasks.map(Wording.task) + ["average"], leftColumns: 2)
    for attack in runs[0].summary.attacks {
      let results = runs.map { run in
        run.summary.attacks.first { $0.description == attack.description }?.result(mode)
      }
      func cell(_ value: (RunSummary.ModeResult) -> Double?) -> String {
        results.map { result in
          result.flatMap(value).map { (100 * $0).decimals(1) } ?? "-"
        }.joined(separator: " > ")
      }
      table.add(
        [titles.method(attack), titles.strategy(attack), attack.radius.shortest]
          + tasks.indices.map { task in cell { $0.tasks[task].performance } }
          + [cell(\.average)])
    }
    return table.text
  }

  private static func points(_ sentences: [String]) -> String {
    sentences.isEmpty
      ? "  nothing that could be compared"
      : sentences.map { "  - \($0)" }.joined(separator: "\n")
  }
}
