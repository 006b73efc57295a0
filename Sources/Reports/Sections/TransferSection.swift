internal import Coordinator

/// What attacks on one task each do to all tasks.
struct TransferSection {
  /// Most matrices of a run.
  private static let largestChartCount = 8

  let runs: [RunResults]

  var section: ReportSection {
    ReportSection(
      anchor: "transfer", title: "Transfer between tasks",
      introduction:
        "Every row is an attack on one task, every column what it did to a task: the relative "
        + "performance, worse is negative.",
      runs: runs
    ) { run in
      let matrices = run.summary.transfer
      let shown = matrices.suffix(Self.largestChartCount)
      guard !shown.isEmpty else { return [] }
      let note = "\(shown.count) of \(matrices.count) matrices; summary.json has all of them."
      return [.charts(shown.map(Self.chart))]
        + (shown.count < matrices.count ? [.note(note)] : [])
    }
  }

  private static func chart(_ matrix: RunSummary.Transfer) -> any ReportChart {
    var words: [String] = []
    if let direct = matrix.direct {
      words.append("On average the attacked task is \(Wording.change(direct))")
    }
    if let transferred = matrix.transferred {
      words.append("tasks that were not attacked are \(Wording.change(transferred))")
    }
    return HeatMap(
      title: "\(matrix.attack), \(matrix.mode)",
      summary: words.isEmpty ? "No value is defined." : words.joined(separator: "; ") + ".",
      rowsName: "attacked", columnsName: "measured", rows: matrix.attacked.map(Wording.task),
      columns: matrix.measured.map(Wording.task), values: matrix.performance)
  }
}
