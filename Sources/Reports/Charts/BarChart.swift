/// Bars of several series side by side, for every category.
struct BarChart: ReportChart {
  /// A category with a value for every series.
  struct Category {
    let name: String
    let values: [Double?]
  }

  let title: String
  let summary: String
  let verticalName: String
  /// At most ``SeriesStyle/count``.
  let series: [String]
  let categories: [Category]

  private static let width = 400.0
  private static let edge = 60.0
  private static let barHeight = 13.0
  private static let nameHeight = 18.0
  private static let gap = 8.0
  private static let top = 30.0

  private var categoryHeight: Double {
    Self.nameHeight + Double(series.count) * Self.barHeight + Self.gap
  }

  var extents: (width: Double, height: Double) {
    (Self.width, Self.top + Double(categories.count) * categoryHeight)
  }

  var legend: [String] { series }

  var legendMark: LegendMark { .bar }

  var drawing: [Markup] {
    let finite = categories.flatMap(\.values).compactMap { $0 }.filter(\.isFinite)
    let axis = ChartAxis(over: finite.map { 100 * $0 } + [0])
    // Room for the numbers at the bars' ends.
    func x(_ value: Double) -> Double {
      Self.edge + axis.position(100 * value) * (Self.width - 2 * Self.edge)
    }
    let zero = x(0)
    let end = extents.height
    var pieces = [
      text(verticalName, x: 4, y: 14, anchor: "start"),
      Markup(
        "path",
        ["class": "zero", "d": "M\(zero.coordinate) \(Self.top.coordinate)V\(end.coordinate)"],
        []),
    ]
    for (row, category) in categories.enumerated() {
      let y = Self.top + Double(row) * categoryHeight
      pieces.append(text(category.name, x: 4, y: y + 13, anchor: "start"))
      for (number, value) in category.values.enumerated() {
        let place = y + Self.nameHeight + Double(number) * Self.barHeight
        let tip = value.map { $0.isFinite ? x($0) : zero } ?? zero
        pieces.append(
          Markup(
            "rect",
            [
              "class": "bar s\(number % SeriesStyle.count)", "x": min(tip, zero).coordinate,
              "y": (place + 1).coordinate, "width": abs(tip - zero).coordinate,
              "height": (Self.barHeight - 2).coordinate,
            ], []))
        let isLeft = tip < zero
        pieces.append(
          text(
            value.percent, x: isLeft ? tip - 4 : tip + 4, y: place + 10.5,
            anchor: isLeft ? "end" : "start"))
      }
    }
    return pieces
  }

  var numbers: ReportTable {
    var table = ReportTable(title, [""] + series)
    for category in categories { table.add([category.name] + category.values.map(\.percent)) }
    return table
  }

  private func text(_ text: String, x: Double, y: Double, anchor: String) -> Markup {
    Markup("text", ["x": x.coordinate, "y": y.coordinate, "text-anchor": anchor], text)
  }
}
