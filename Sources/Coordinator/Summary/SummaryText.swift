internal import TextReports

/// A summary for people: a table for every mode, the transfer between tasks, and what is not
/// plausible.
public struct SummaryText: CustomStringConvertible {
  private let summary: RunSummary
  /// Flags that are shown by themselves; of more, the number.
  private static let shownFlagCount = 12

  /// The text of a summary.
  public init(_ summary: RunSummary) { self.summary = summary }

  /// The lines.
  public var description: String {
    var parts = [
      """
      \(summary.job): \(summary.imageCount) images, \(summary.kind), \(summary.backbone), \
      layout \(summary.layoutNumber.map(String.init) ?? summary.layout)
      """
    ]
    for (index, mode) in summary.clean.enumerated() {
      parts.append("\nClean model, \(mode.mode):\n\(clean(mode))")
      parts.append(
        """
        Relative performance, \(mode.mode) (worse is negative; \
        \((100 * summary.confidenceLevel).shortest) % interval of the average):
        \(attacks(index))
        """)
    }
    for matrix in summary.transfer {
      parts.append("Transfer under \(matrix.attack), \(matrix.mode):\n\(transfer(matrix))")
    }
    if !summary.flags.isEmpty {
      let shown = summary.flags.prefix(Self.shownFlagCount).map { "  \($0.explanation)" }
      let rest = summary.flags.count - shown.count
      parts.append(
        "Look twice at:\n" + shown.joined(separator: "\n")
          + (rest > 0 ? "\n  and \(rest) more, see summary.json" : ""))
    }
    return parts.joined(separator: "\n")
  }

  private func clean(_ mode: RunSummary.ModeResult) -> String {
    var table = TextTable(["task", "metric", "value"], leftColumns: 2)
    for task in mode.tasks {
      for metric in task.metrics {
        table.add([task.task, metric.metric, Self.number(metric.clean)])
      }
    }
    return table.text
  }

  private func attacks(_ mode: Int) -> String {
    let tasks = summary.clean[mode].tasks.map(\.task)
    var table = TextTable(
      ["attack", "strategy", "radius", "steps"] + tasks + ["average", "from", "to", "loss change"],
      leftColumns: 2)
    for attack in summary.attacks {
      let result = attack.modes[mode]
      let isPartial = attack.attackedTasks != tasks
      let strategy =
        attack.strategy + (isPartial ? " \(attack.attackedTasks.joined(separator: ","))" : "")
      table.add(
        ["\(attack.method) \(attack.norm)", strategy, attack.radius.shortest, "\(attack.steps)"]
          + result.tasks.map { Self.number($0.performance) }
          + [
            Self.number(result.average), Self.number(result.averageInterval?.low),
            Self.number(result.averageInterval?.high), Self.number(attack.lossChange),
          ])
    }
    return table.text
  }

  private func transfer(_ matrix: RunSummary.Transfer) -> String {
    var table = TextTable(["attacked"] + matrix.measured)
    for (task, row) in zip(matrix.attacked, matrix.performance) {
      table.add([task] + row.map { Self.number($0) })
    }
    return table.text
  }

  private static func number(_ value: Double?) -> String { value?.decimals(4) ?? "-" }
}
