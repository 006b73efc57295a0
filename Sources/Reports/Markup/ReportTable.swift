/// A table of a page: words first, then numbers.
struct ReportTable {
  /// What it shows, in a line.
  let caption: String
  /// The columns.
  let header: [String]
  /// Columns of words, at the left.
  let wordColumns: Int
  /// The cells.
  private(set) var rows: [[String]] = []

  /// A table without rows.
  init(_ caption: String, _ header: [String], wordColumns: Int = 1) {
    self.caption = caption
    self.header = header
    self.wordColumns = wordColumns
  }

  /// Adds a row.
  /// - Precondition: as many cells as the header has.
  mutating func add(_ row: [String]) {
    precondition(row.count == header.count, "\(row.count) cells of \(header.count)")
    rows.append(row)
  }

  /// The table below its caption; wider than the page it can be scrolled by itself.
  var markup: Markup {
    .lines([
      Markup("p", ["class": "note caption"], caption),
      Markup(
        "div", ["class": "scroll", "tabindex": "0", "role": "group", "aria-label": caption],
        [
          Markup(
            "table",
            ["class": wordColumns < header.count ? "numbers" : "words", "aria-label": caption],
            [
              Markup("thead", [:], [Markup("tr", [:], header.indices.map { heading($0) })]),
              Markup("tbody", [:], rows.map { row($0) }),
            ])
        ]),
    ])
  }

  private func heading(_ column: Int) -> Markup {
    Markup("th", ["scope": "col", "class": look(column)], header[column])
  }

  private func row(_ cells: [String]) -> Markup {
    Markup(
      "tr", [:],
      cells.enumerated().map { column, cell in
        column == 0
          ? Markup("th", ["scope": "row"], cell) : Markup("td", ["class": look(column)], cell)
      })
  }

  private func look(_ column: Int) -> String { column < wordColumns ? "word" : "number" }
}
