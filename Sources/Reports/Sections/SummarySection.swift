internal import Coordinator
internal import Tasks

/// What was found, in sentences and as tables in every mode.
struct SummarySection {
  /// Most attacks of a table; of more, the first ones.
  static let largestRowCount = 400

  let runs: [RunResults]

  var section: ReportSection {
    var blocks: [ReportSection.Block] = []
    for run in runs {
      let summary = run.summary
      if runs.count > 1 { blocks.append(.heading(run.label)) }
      blocks.append(
        .paragraph(
          "\(summary.imageCount) images of \(summary.kind), \(summary.backbone), "
            + "layout \(summary.layoutNumber.map(String.init) ?? summary.layout), "
            + "\(summary.attacks.count) attacks."))
      // Strict measures have no oddities of published code, so they come first in words.
      let mode = run.modes.last ?? ""
      let sentences = RunFindings(summary, mode: mode).sentences
      if !sentences.isEmpty {
        blocks.append(.paragraph("By the metrics of mode \(mode):"))
        blocks.append(.list(sentences))
      }
      for mode in run.modes { blocks += tables(run, mode) }
    }
    return ReportSection(anchor: "summary", title: "Summary", blocks: blocks)
  }

  private func tables(_ run: RunResults, _ mode: String) -> [ReportSection.Block] {
    let limit = max(Self.largestRowCount / runs.count, 20)
    let attacks = run.summary.attacks
    var table = ReportTable(
      "Relative performance, \(mode): worse is negative; from and to are the ends of the "
        + "\((100 * run.summary.confidenceLevel).figure(0)) % interval of the average.",
      ["attack", "strategy", "radius", "steps"] + run.tasks.map(Wording.task)
        + ["average", "from", "to", "change of losses"], wordColumns: 2)
    for attack in attacks.prefix(limit) {
      guard let result = attack.result(mode) else { continue }
      table.add(
        [
          run.titles.method(attack), run.titles.strategy(attack), attack.radius.shortestFigure,
          "\(attack.steps)",
        ] + result.tasks.map(\.performance.percent)
          + [
            result.average.percent, (result.averageInterval?.low).percent,
            (result.averageInterval?.high).percent, attack.lossChange.percent,
          ])
    }
    var blocks: [ReportSection.Block] = []
    if !attacks.isEmpty { blocks.append(.table(table)) }
    if attacks.count > limit {
      blocks.append(
        .note("The first \(limit) of \(attacks.count) attacks; summary.csv has all of them."))
    }
    blocks.append(.table(clean(run, mode)))
    return blocks
  }

  private func clean(_ run: RunResults, _ mode: String) -> ReportTable {
    var table = ReportTable(
      "Metrics without an attack, \(mode)", ["task", "metric", "value", "better"],
      wordColumns: 2)
    for task in run.summary.clean.first(where: { $0.mode == mode })?.tasks ?? [] {
      for metric in task.metrics {
        table.add([
          Wording.task(task.task), metric.metric, metric.clean.figure(4),
          metric.lowerIsBetter ? "lower" : "higher",
        ])
      }
    }
    return table
  }
}
