internal import Coordinator

/// The same network with other weights, such as those of clean and of adversarial training.
struct ModelsSection {
  /// Most attacks of a chart.
  private static let largestCategoryCount = 16

  let runs: [RunResults]

  var section: ReportSection {
    var blocks: [ReportSection.Block] = []
    for group in groups where group.count > 1 {
      blocks += compare(group)
    }
    return ReportSection(
      anchor: "models", title: "Clean against adversarially trained", blocks: blocks)
  }

  /// Runs of the same tasks, kind of images and layout, whose models differ.
  private var groups: [[RunResults]] {
    var groups: [[RunResults]] = []
    for run in runs {
      let place = groups.firstIndex { group in
        guard let first = group.first else { return false }
        return first.tasks == run.tasks && first.summary.kind == run.summary.kind
          && first.summary.layout == run.summary.layout
          && first.summary.backbone == run.summary.backbone
      }
      if let place {
        let isNew = !groups[place].contains { Self.model($0) == Self.model(run) }
        if isNew { groups[place].append(run) }
      } else {
        groups.append([run])
      }
    }
    return groups
  }

  /// What tells one model from another: the digest of its weights, where it is known.
  private static func model(_ run: RunResults) -> String {
    run.fact("digest of the model") ?? run.summary.identity
  }

  private func compare(_ group: [RunResults]) -> [ReportSection.Block] {
    let shown = Array(group.prefix(SeriesStyle.count))
    let modes = shown[0].modes.filter { mode in shown.allSatisfy { $0.modes.contains(mode) } }
    guard let mode = modes.last else { return [] }
    var blocks: [ReportSection.Block] = [.heading(Wording.list(shown.map(\.label)))]
    if Set(shown.map { $0.fact("digest of the data") ?? "" }).count > 1 {
      blocks.append(.note("These runs are not on the same images."))
    }
    for other in shown.dropFirst() {
      let sentences = ComparedFindings(shown[0], other, mode: mode).sentences
      if !sentences.isEmpty { blocks.append(.list(sentences)) }
    }
    if let chart = chart(shown, mode) { blocks.append(.charts([chart])) }
    blocks.append(.table(table(shown, mode)))
    return blocks
  }

  private func chart(_ group: [RunResults], _ mode: String) -> (any ReportChart)? {
    let categories = group[0].summary.attacks.compactMap { attack -> BarChart.Category? in
      let values = group.map { run in
        run.summary.attacks.first { $0.description == attack.description }?.result(mode)?.average
      }
      guard values.allSatisfy({ $0 != nil }) else { return nil }
      return BarChart.Category(name: group[0].titles.full(attack), values: values)
    }
    // Those that hurt the first model the most, in the order of the job.
    let limit = categories.compactMap { $0.values[0] }.sorted()
      .prefix(Self.largestCategoryCount).last
    guard let limit else { return nil }
    let shown = categories.filter { ($0.values[0] ?? .infinity) <= limit }
      .prefix(Self.largestCategoryCount)
    let means = group.indices.compactMap { run -> String? in
      let values = shown.compactMap { $0.values[run] }.filter(\.isFinite)
      guard !values.isEmpty else { return nil }
      return "\(group[run].label) \(Wording.change(values.reduce(0, +) / Double(values.count)))"
    }
    return BarChart(
      title: "The average task under \(shown.count) attacks, \(mode)",
      summary: "On average over these attacks: " + Wording.list(means) + ".",
      verticalName: "relative performance against the clean model", series: group.map(\.label),
      categories: Array(shown))
  }

  /// The metrics themselves, since each relative performance is against a clean model of its own.
  private func table(_ group: [RunResults], _ mode: String) -> ReportTable {
    let worst = group[0].summary.attacks.min {
      ($0.result(mode)?.average ?? 0) < ($1.result(mode)?.average ?? 0)
    }
    let attacked = worst.map(group[0].titles.full) ?? "no attack"
    var table = ReportTable(
      "Metrics of the clean models and under \(attacked), \(mode)",
      ["task", "metric"] + group.flatMap { ["\($0.label), clean", "attacked"] } + ["better"],
      wordColumns: 2)
    for (number, task) in group[0].tasks.enumerated() {
      let names =
        group[0].summary.clean.first { $0.mode == mode }?.tasks[number].metrics ?? []
      for metric in names {
        let cells = group.flatMap { run -> [String] in
          let found = run.summary.attacks.first { $0.description == worst?.description }?
            .result(mode)?.tasks[number].metrics.first { $0.metric == metric.metric }
          let clean = run.summary.clean.first { $0.mode == mode }?.tasks[number].metrics
            .first { $0.metric == metric.metric }
          return [(clean?.clean).figure(4), (found?.attacked).figure(4)]
        }
        table.add(
          [Wording.task(task), metric.metric] + cells
            + [metric.lowerIsBetter ? "lower" : "higher"])
      }
    }
    return table
  }
}
