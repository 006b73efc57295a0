internal import Coordinator

/// How the objective went, step by step, where the job recorded it.
struct StepSection {
  /// Most charts of a run.
  private static let largestChartCount = 12

  let runs: [RunResults]

  var section: ReportSection {
    ReportSection(
      anchor: "steps", title: "Objective by step",
      introduction:
        "What the strategy maximises, at every point of the runs: the mean over the images. Curves "
        + "that still rise at their end would go on with more steps.",
      runs: runs
    ) { run in
      let charts = charts(run)
      return charts.isEmpty ? [] : [.charts(Array(charts.prefix(Self.largestChartCount)))]
    }
  }

  private func charts(_ run: RunResults) -> [any ReportChart] {
    let courses = (run.records?.courses ?? []).filter { $0.objective.count > 1 }
    var names: [String] = []
    var groups: [String: [(RunSummary.AttackResult, StoredRecords.Course)]] = [:]
    for course in courses {
      guard
        let attack = run.summary.attacks.first(where: {
          $0.configuration == course.configuration
        })
      else { continue }
      let name = attack.balancing
      if groups[name] == nil { names.append(name) }
      groups[name, default: []].append((attack, course))
    }
    return names.flatMap { name -> [any ReportChart] in
      let members = groups[name] ?? []
      let series = members.map { attack, course in
        LineChart.Series(
          "\(run.titles.method(attack)), radius \(attack.radius.shortestFigure), "
            + "\(attack.steps) steps",
          Self.points(course.objective))
      }.filter { $0.points.count > 1 }
      let strategy = members.first.map { run.titles.strategy($0.0) } ?? name
      return BudgetSection.chunks(series).map { series in
        LineChart(
          title: "Objective of \(strategy)", summary: Self.words(series),
          horizontalName: "step", verticalName: "objective", unit: .plain, series: series,
          marksPoints: false)
      }
    }
  }

  private static func points(_ objective: [Double?]) -> [LineChart.Point] {
    objective.enumerated().compactMap { step, value in
      value.map { LineChart.Point(x: Double(step), y: $0) }
    }
  }

  private static func words(_ series: [LineChart.Series]) -> String {
    let courses = series.compactMap { curve -> String? in
      guard let first = curve.points.first, let last = curve.points.last else { return nil }
      return "\(curve.name) from \(first.y.figure(3)) to \(last.y.figure(3))"
    }
    return "The mean objective goes: " + Wording.list(courses) + "."
  }
}
