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
  private static let top = 48.0
  private static let cellHeight = 44.0

  var extents: (width: Double, height: Double) {
    (400, Self.top + Double(rows.count) * Self.cellHeight + 6)
  }

  var legend: [String] { [] }

  var drawing: [Markup] {
    let width = (400 - Self.left - 4) / Double(max(columns.count, 1))
    let finite = values.joined().compactMap { $0 }.filter(\.isFinite)
    let largest = max(finite.map(\.magnitude).max() ?? 0, 1e-9)
    var pieces = [
      text("\(columnsName) →", x: Self.left, y: 14, anchor: "start"),
      text("\(rowsName) ↓", x: Self.left - 8, y: 34, anchor: "end"),
    ]
    for (column, name) in columns.enumerated() {
      pieces.append(
        text(name, x: Self.left + (Double(column) + 0.5) * width, y: 34, anchor: "middle"))
    }
    for (row, name) in rows.enumerated() {
      let y = Self.top + Double(row) * Self.cellHeight
      pieces.append(text(name, x: Self.left - 8, y: y + Self.cellHeight / 2 + 4, anchor: "end"))
      for column in columns.indices {
        let value = values[row][column]
        let x = Self.left + Double(column) * width
        // Half covered at most, so that the number on it stays legible in both schemes.
        let opacity = value.map { $0.isFinite ? 0.55 * $0.magnitude / largest : 0.55 } ?? 0
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
