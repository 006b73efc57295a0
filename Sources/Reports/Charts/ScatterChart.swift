/// Named points with intervals: one a model.
struct ScatterChart: ReportChart {
  /// A point.
  struct Point {
    let name: String
    let x: Double
    let y: Double
    var low: Double?
    var high: Double?
  }

  let title: String
  let summary: String
  let horizontalName: String
  let verticalName: String
  /// All finite.
  let points: [Point]

  /// Beyond that many, names would cover each other and are in the numbers only.
  private static let largestNamedCount = 24

  var extents: (width: Double, height: Double) { ChartFrame.extents }

  var legend: [String] { [] }

  var drawing: [Markup] {
    let frame = ChartFrame(
      horizontal: .init(horizontalName, over: points.map(\.x), unit: .percent),
      vertical: .init(
        verticalName, over: points.flatMap { [$0.y, $0.low ?? $0.y, $0.high ?? $0.y] },
        unit: .percent))
    var pieces = frame.drawing
    for point in points {
      let (x, y) = (frame.x(point.x), frame.y(point.y))
      if let low = point.low, let high = point.high, low.isFinite, high.isFinite {
        pieces.append(
          Markup(
            "path",
            [
              "class": "whisker s0", "stroke-opacity": "0.5",
              "d": "M\(x.coordinate) \(frame.y(low).coordinate)V\(frame.y(high).coordinate)",
            ], []))
      }
      pieces.append(
        Markup(
          "circle",
          ["class": "dot s0", "cx": x.coordinate, "cy": y.coordinate, "r": "3.5"],
          [Markup("title", point.name)]))
      guard points.count <= Self.largestNamedCount else { continue }
      // Names stay inside at the right end.
      let isRight = x > ChartFrame.extents.width - 60
      pieces.append(
        Markup(
          "text",
          [
            "x": (isRight ? x - 6 : x + 6).coordinate, "y": (y - 5).coordinate,
            "text-anchor": isRight ? "end" : "start",
          ], point.name))
    }
    return pieces
  }

  var numbers: ReportTable {
    var table = ReportTable(title, ["", horizontalName, verticalName, "from", "to"])
    for point in points {
      table.add(
        [point.name, point.x.percent, point.y.percent, point.low.percent, point.high.percent])
    }
    return table
  }
}
