internal import Coordinator

/// What was run, on what, with what versions, when and where.
struct ProvenanceSection {
  let runs: [RunResults]

  var section: ReportSection {
    var blocks: [ReportSection.Block] = []
    for run in runs {
      if runs.count > 1 { blocks.append(.heading(run.label)) }
      var table = ReportTable("The run", ["fact", "value"], wordColumns: 2)
      table.add(["job", run.summary.job])
      table.add(["results", run.path])
      table.add(["identity", run.summary.identity])
      for version in run.folder.versions {
        let parts = version.split(separator: ":", maxSplits: 1)
        table.add(
          parts.count == 2
            ? [String(parts[0]), String(parts[1].drop { $0 == " " })] : ["program", version])
      }
      for (number, attempt) in run.folder.attempts.enumerated() {
        table.add(["start \(number + 1)", attempt])
      }
      if run.folder.attempts.isEmpty { table.add(["starts", "run.json is not there"]) }
      blocks.append(.table(table))
      guard let records = run.records else {
        blocks.append(.note("records.h5 is not there, so the job is not known in detail."))
        continue
      }
      var facts = ReportTable(
        "What the results depend on; other facts give other results", ["fact", "value"],
        wordColumns: 2)
      for fact in records.identity.prefix(Self.largestFactCount) {
        facts.add([fact.name, fact.value])
      }
      blocks.append(
        .markup(
          Markup(
            "details", [:],
            [
              Markup("summary", "Job, model and data: \(records.identity.count) facts"),
              facts.markup,
            ])))
    }
    return ReportSection(anchor: "provenance", title: "Provenance", blocks: blocks)
  }

  /// Most facts of a run: a line each, and one for every attack.
  private static let largestFactCount = 500
}
