/// A section of a page: a heading, and blocks below it.
struct ReportSection {
  /// What a section is made of.
  enum Block {
    /// A heading inside the section.
    case heading(String)
    /// A paragraph.
    case paragraph(String)
    /// A paragraph that explains what is shown or missing.
    case note(String)
    /// Points of a list.
    case list([String])
    /// Charts side by side, as many as the width has room for.
    case charts([any ReportChart])
    /// A table.
    case table(ReportTable)
    /// Something of its own.
    case markup(Markup)
  }

  /// Bytes that the charts of a section may take: those of large sweeps are many.
  private static let chartByteLimit = 600_000

  /// The place that links lead to.
  let anchor: StaticString
  /// The heading.
  let title: String
  /// The content; without any the section is left out.
  var blocks: [Block]

  /// The section; charts are numbered over the whole page.
  func markup(_ numbering: inout ChartNumbering) -> Markup {
    var pieces = [Markup("h2", title)]
    var room = Self.chartByteLimit
    for block in blocks {
      switch block {
      case .heading(let text): pieces.append(Markup("h3", text))
      case .paragraph(let text): pieces.append(Markup("p", text))
      case .note(let text): pieces.append(Markup("p", ["class": "note"], text))
      case .list(let points): pieces.append(Markup("ul", [:], points.map { Markup("li", $0) }))
      case .charts(let charts):
        var figures: [Markup] = []
        for chart in charts {
          let figure = chart.figure(&numbering)
          room -= figure.source.utf8.count
          guard room >= 0 else { break }
          figures.append(figure)
        }
        pieces.append(Markup("div", ["class": "charts"], [.lines(figures)]))
        if figures.count < charts.count {
          pieces.append(
            Markup(
              "p", ["class": "note"],
              "\(figures.count) of \(charts.count) charts; the others would make the page too large."
            ))
        }
      case .table(let table): pieces.append(table.markup)
      case .markup(let markup): pieces.append(markup)
      }
    }
    return Markup("section", ["id": "\(anchor)"], [.lines(pieces)])
  }
}

extension ReportSection {
  /// A section with blocks of its own for every run: under its name where there are several, and
  /// with an introduction before the first.
  init(
    anchor: StaticString, title: String, introduction: String, runs: [RunResults],
    _ blocks: (RunResults) -> [Block]
  ) {
    var all: [Block] = []
    for run in runs {
      let own = blocks(run)
      guard !own.isEmpty else { continue }
      if all.isEmpty { all.append(.paragraph(introduction)) }
      if runs.count > 1 { all.append(.heading(run.label)) }
      all += own
    }
    self.init(anchor: anchor, title: title, blocks: all)
  }
}
