internal import Coordinator

/// Relative performance against the budget, a curve for every strategy.
struct BudgetSection {
  /// Most charts of a run.
  private static let largestChartCount = 24

  let runs: [RunResults]

  var section: ReportSection {
    ReportSection(
      anchor: "budgets", title: "Performance against budget",
      introduction:
        "How much worse the model gets with the budget, the largest change of a pixel value; 0 is "
        + "the clean model. Bands are confidence intervals by resampling the images.",
      runs: runs
    ) { run in
      let charts = charts(run)
      return charts.isEmpty ? [] : [.charts(Array(charts.prefix(Self.largestChartCount)))]
    }
  }

  /// Attacks that differ in budget and strategy alone.
  private struct Family {
    let key: [String]
    var attacks: [RunSummary.AttackResult]
  }

  private func charts(_ run: RunResults) -> [any ReportChart] {
    var families: [Family] = []
    for attack in run.summary.attacks where attack.radius.isFinite {
      let key = [attack.norm, attack.family, "\(attack.steps)"]
      if let place = families.firstIndex(where: { $0.key == key }) {
        families[place].attacks.append(attack)
      } else {
        families.append(Family(key: key, attacks: [attack]))
      }
    }
    // The average in every mode first, then task by task in the last mode.
    var averages: [any ReportChart] = []
    var details: [any ReportChart] = []
    for family in families {
      for mode in run.modes {
        averages += charts(family, run, "the average task", mode) { result in
          (result.average, result.averageInterval)
        }
      }
      guard let mode = run.modes.last else { continue }
      for (number, task) in run.tasks.enumerated() {
        details += charts(family, run, Wording.task(task), mode) { result in
          (result.tasks[number].performance, result.tasks[number].performanceInterval)
        }
      }
    }
    return averages + details
  }

  private func charts(
    _ family: Family, _ run: RunResults, _ what: String, _ mode: String,
    _ value: (RunSummary.ModeResult) -> (Double?, RunSummary.Interval?)
  ) -> [any ReportChart] {
    var names: [String] = []
    var curves: [String: [LineChart.Point]] = [:]
    var titles: [String: String] = [:]
    for attack in family.attacks {
      guard let result = attack.result(mode) else { continue }
      let (performance, interval) = value(result)
      guard let performance else { continue }
      let name = attack.balancing
      if curves[name] == nil {
        names.append(name)
        // Without a budget nothing changes.
        curves[name] = [LineChart.Point(x: 0, y: 0, low: 0, high: 0)]
        titles[name] = run.titles.strategy(attack)
      }
      curves[name]?.append(
        LineChart.Point(
          x: attack.radius, y: performance, low: interval?.low, high: interval?.high))
    }
    let series = names.map { name in
      LineChart.Series(titles[name] ?? name, curves[name] ?? [])
    }.filter { $0.points.count > 2 }
    guard let first = family.attacks.first else { return [] }
    let attack = run.titles.method(first) + (first.steps > 1 ? ", \(first.steps) steps" : "")
    return Self.chunks(series).map { series in
      LineChart(
        title: "\(what), \(attack), \(mode)", summary: Self.words(series),
        horizontalName: "budget", verticalName: "relative performance", unit: .percent,
        series: series)
    }
  }

  /// Curves of one chart can be told apart; more are several charts.
  static func chunks(_ series: [LineChart.Series]) -> [[LineChart.Series]] {
    stride(from: 0, to: series.count, by: SeriesStyle.count).map {
      Array(series[$0..<min($0 + SeriesStyle.count, series.count)])
    }
  }

  private static func words(_ series: [LineChart.Series]) -> String {
    let ends = series.compactMap { curve in
      curve.points.last.map {
        "\(curve.name) \(Wording.change($0.y)) at budget \($0.x.shortestFigure)"
      }
    }
    return "Relative performance against budget: " + Wording.list(ends) + "."
  }
}
