internal import TextReports

/// A summary as rows: `summary.csv`, one for every attack, mode, task and metric.
struct SummaryTable {
  /// The columns, which docs/results-format.md describes.
  static let columns = [
    "configuration", "method", "strategy", "attacked_tasks", "norm", "radius", "steps", "mode",
    "task", "metric", "lower_is_better", "clean", "attacked", "low", "high", "description",
  ]

  private let summary: RunSummary

  init(_ summary: RunSummary) { self.summary = summary }

  /// The file's text: a header and the rows, each ended by a line feed.
  var text: String {
    var lines = [Self.columns.joined(separator: ",")]
    for result in summary.clean {
      for task in result.tasks {
        lines += rows(nil, result.mode, task)
      }
    }
    for attack in summary.attacks {
      for result in attack.modes {
        for task in result.tasks {
          lines += rows(attack, result.mode, task)
          lines.append(
            row(
              attack, result.mode, task.task, "relative_performance", "false", nil,
              task.performance, task.performanceInterval))
        }
        lines.append(
          row(
            attack, result.mode, "average", "relative_performance", "false", nil, result.average,
            result.averageInterval))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func rows(
    _ attack: RunSummary.AttackResult?, _ mode: String, _ task: RunSummary.TaskResult
  ) -> [String] {
    task.metrics.map { metric in
      row(
        attack, mode, task.task, metric.metric, "\(metric.lowerIsBetter)", metric.clean,
        metric.attacked, nil)
    }
  }

  private func row(
    _ attack: RunSummary.AttackResult?, _ mode: String, _ task: String, _ metric: String,
    _ lowerIsBetter: String, _ clean: Double?, _ attacked: Double?,
    _ interval: RunSummary.Interval?
  ) -> String {
    let number: (Double?) -> String = { $0?.shortest ?? "" }
    let place =
      attack.map { attack in
        [
          "\(attack.configuration)", attack.method, attack.strategy,
          attack.attackedTasks.joined(separator: " "), attack.norm, number(attack.radius),
          "\(attack.steps)",
        ]
      } ?? ["0", "clean", "", "", "", "", ""]
    let fields =
      place + [
        mode, task, metric, lowerIsBetter, number(clean), number(attacked),
        number(interval?.low), number(interval?.high), attack?.description ?? "clean",
      ]
    return fields.map(Self.quoted).joined(separator: ",")
  }

  /// RFC 4180: in quotes where it has to be.
  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { ",\"\n\r".contains($0) }) else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
