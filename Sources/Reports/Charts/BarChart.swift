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
  private static let lineHeight = 14.0
  private static let nameEdge = 4.0
  private static let gap = 8.0
  private static let top = 30.0

  /// The lines of a category's name.
  private func lines(_ category: Category) -> [String] {
    ChartText.lines(category.name, width: Self.width - 2 * Self.nameEdge)
  }

  /// The room above a category's bars.
  private func nameHeight(_ category: Category) -> Double {
    Double(lines(category).count) * Self.lineHeight + Self.nameEdge
  }

  private func height(_ category: Category) -> Double {
    nameHeight(category) + Double(series.count) * Self.barHeight + Self.gap
  }

  var extents: (width: Double, height: Double) {
    (Self.width, categories.reduce(Self.top) { $0 + height($1) })
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
      text(verticalName, x: Self.nameEdge, y: 14, anchor: "start"),
      Markup(
        "path",
        ["class": "zero", "d": "M\(zero.coordinate) \(Self.top.coordinate)V\(end.coordinate)"],
        []),
    ]
    var y = Self.top
    for category in categories {
      for (number, line) in lines(category).enumerated() {
        let bottom = y + 13 + Double(number) * Self.lineHeight
        pieces.append(
          Markup(
            "text",
            [
              "class": "name", "x": Self.nameEdge.coordinate, "y": bottom.coordinate,
              "text-anchor": "start",
            ], line))
      }
      for (number, value) in category.values.enumerated() {
        let place = y + nameHeight(category) + Double(number) * Self.barHeight
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
      y += height(category)
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
