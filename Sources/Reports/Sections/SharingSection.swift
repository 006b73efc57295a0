internal import Coordinator
internal import Foundation

/// Sharing against robustness: one point for every layout.
struct SharingSection {
  /// Most attacks that get a chart.
  private static let largestChartCount = 6

  let runs: [RunResults]

  var section: ReportSection {
    let swept = runs.compactMap { run in
      Self.sharing(run.summary.layout, taskCount: run.tasks.count).map { (run, $0) }
    }
    var blocks: [ReportSection.Block] = []
    if Set(swept.map { $0.0.summary.layout }).count > 1 {
      let charts = charts(swept)
      if !charts.isEmpty {
        blocks = [
          .paragraph(
            "Every point is a model with a tree layout of its own. Sharing is the part of the "
              + "backbone's blocks that tasks have in common: 0 % when every task has its own, "
              + "100 % when there is one of each."), .charts(charts),
        ]
      }
    }
    return ReportSection(anchor: "sharing", title: "Sharing against robustness", blocks: blocks)
  }

  /// The share of copies of blocks that a layout saves; nil for a text that is no layout.
  static func sharing(_ layout: String, taskCount: Int) -> Double? {
    guard
      let blocks = try? JSONDecoder().decode([[[Int]]].self, from: Data(layout.utf8)),
      !blocks.isEmpty, taskCount > 1
    else { return nil }
    let most = blocks.count * taskCount
    let copies = blocks.reduce(0) { $0 + $1.count }
    return Double(most - copies) / Double(most - blocks.count)
  }

  private func charts(_ swept: [(RunResults, Double)]) -> [any ReportChart] {
    guard let first = swept.first else { return [] }
    let modes = first.0.modes.filter { mode in swept.allSatisfy { $0.0.modes.contains(mode) } }
    guard let mode = modes.last else { return [] }
    // Attacks that all models have met, those that hurt the most first.
    let common = first.0.summary.attacks.compactMap { attack -> (String, String, Double)? in
      let values = swept.compactMap { run, _ in Self.result(run, attack.description, mode)?.average
      }
      .filter(\.isFinite)
      guard values.count == swept.count else { return nil }
      return (
        attack.description, first.0.titles.full(attack),
        values.reduce(0, +) / Double(values.count)
      )
    }.sorted { $0.2 < $1.2 }
    return common.prefix(Self.largestChartCount).map { description, title, _ in
      let points = swept.compactMap { run, sharing -> ScatterChart.Point? in
        guard let result = Self.result(run, description, mode), let average = result.average
        else { return nil }
        return ScatterChart.Point(
          name: run.summary.layoutNumber.map(String.init) ?? run.label, x: sharing, y: average,
          low: result.averageInterval?.low, high: result.averageInterval?.high)
      }
      return ScatterChart(
        title: "\(title), \(mode)", summary: Self.words(points), horizontalName: "sharing",
        verticalName: "relative performance, points are layouts", points: points)
    }
  }

  private static func result(
    _ run: RunResults, _ description: String, _ mode: String
  ) -> RunSummary.ModeResult? {
    run.summary.attacks.first { $0.description == description }?.result(mode)
  }

  private static func words(_ points: [ScatterChart.Point]) -> String {
    guard let worst = points.min(by: { $0.y < $1.y }), let best = points.max(by: { $0.y < $1.y })
    else { return "No value is defined." }
    return "\(points.count) layouts. Hurt the most is \(worst.name) with \(worst.x.percent) "
      + "shared, \(Wording.change(worst.y)); the least \(best.name) with \(best.x.percent) shared, "
      + "\(Wording.change(best.y))."
  }
}
