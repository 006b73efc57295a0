/// Rows against columns, every cell with its number: red where something got worse.
struct HeatMap: ReportChart {
  let title: String
  let summary: String
  /// What rows and columns are, such as "attacked".
  let rowsName: String
  let columnsName: String
  let rows: [String]
  let columns: [String]
  /// Relative performances, row by row.
  let values: [[Double?]]

  private static let left = 100.0
  private static let nameLine = 34.0
  private static let lineHeight = 16.0
  private static let gap = 14.0
  private static let cellHeight = 44.0
  /// Half covered at most, so that the number on a cell stays legible in both schemes.
  static let largestOpacity = 0.55

  var extents: (width: Double, height: Double) {
    (400, top + Double(rows.count) * Self.cellHeight + 6)
  }

  private var columnWidth: Double { (400 - Self.left - 4) / Double(max(columns.count, 1)) }

  /// How many lines the names of columns take: where they are wider than columns, every other one
  /// is a line lower.
  private var nameLineCount: Int {
    columns.contains { ChartText.width($0) > columnWidth } ? 2 : 1
  }

  private var lastNameLine: Double {
    Self.nameLine + Double(nameLineCount - 1) * Self.lineHeight
  }

  private var top: Double { lastNameLine + Self.gap }

  var legend: [String] { [] }

  var drawing: [Markup] {
    let width = columnWidth
    let finite = values.joined().compactMap { $0 }.filter(\.isFinite)
    let largest = max(finite.map(\.magnitude).max() ?? 0, 1e-9)
    var pieces = [
      text("\(columnsName) →", x: Self.left, y: 14, anchor: "start"),
      text("\(rowsName) ↓", x: Self.left - 8, y: lastNameLine, anchor: "end"),
    ]
    for (column, name) in columns.enumerated() {
      let line = Double(column % nameLineCount) * Self.lineHeight
      pieces.append(
        text(
          name, x: Self.left + (Double(column) + 0.5) * width, y: Self.nameLine + line,
          anchor: "middle"))
    }
    for (row, name) in rows.enumerated() {
      let y = top + Double(row) * Self.cellHeight
      pieces.append(text(name, x: Self.left - 8, y: y + Self.cellHeight / 2 + 4, anchor: "end"))
      for column in columns.indices {
        let value = values[row][column]
        let x = Self.left + Double(column) * width
        let opacity =
          value.map { ($0.isFinite ? $0.magnitude / largest : 1) * Self.largestOpacity } ?? 0
        pieces.append(
          Markup(
            "rect",
            [
              "class": value ?? 0 > 0 ? "gain" : "harm",
              "x": (x + 1).coordinate, "y": (y + 1).coordinate,
              "width": (width - 2).coordinate, "height": (Self.cellHeight - 2).coordinate,
              "fill-opacity": opacity.figure(2),
            ], []))
        pieces.append(
          text(
            value.percent, x: x + width / 2, y: y + Self.cellHeight / 2 + 4, anchor: "middle"))
      }
    }
    return pieces
  }

  var numbers: ReportTable {
    var table = ReportTable(title, ["\(rowsName) / \(columnsName)"] + columns)
    for (name, row) in zip(rows, values) { table.add([name] + row.map(\.percent)) }
    return table
  }

  private func text(_ text: String, x: Double, y: Double, anchor: String) -> Markup {
    Markup("text", ["x": x.coordinate, "y": y.coordinate, "text-anchor": anchor], text)
  }
}
