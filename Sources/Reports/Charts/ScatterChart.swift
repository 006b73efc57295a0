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

  var extents: (width: Double, height: Double) { ChartFrame.extents }

  var legend: [String] { [] }

  var drawing: [Markup] {
    let frame = ChartFrame(
      horizontal: .init(horizontalName, over: points.map(\.x), unit: .percent),
      vertical: .init(
        verticalName, over: points.flatMap { [$0.y, $0.low ?? $0.y, $0.high ?? $0.y] },
        unit: .percent))
    var pieces = frame.drawing
    // A name that finds no place is in the numbers, and shown by a pointer on its point.
    var labels = LabelPlacement(
      extents: extents, leftEdge: frame.left,
      points: points.map { (frame.x($0.x), frame.y($0.y)) })
    var names: [Markup] = []
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
      guard let place = labels.place(point.name, at: (x, y)) else { continue }
      names.append(
        Markup(
          "text",
          [
            "class": "name", "x": place.x.coordinate, "y": place.y.coordinate,
            "text-anchor": place.anchor.rawValue,
          ], point.name))
    }
    // On top, so that no line crosses a name.
    return pieces + names
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
