/// Curves with confidence bands.
struct LineChart: ReportChart {
  /// A point of a curve, with its interval where it has one.
  struct Point {
    let x: Double
    let y: Double
    var low: Double?
    var high: Double?
  }

  /// A curve.
  struct Series {
    let name: String
    /// In ascending order of x, all finite.
    let points: [Point]

    /// More points than a drawing has room for.
    private static let largestPointCount = 200

    /// A curve of the points that can be drawn; of very many, every few and the last.
    init(_ name: String, _ points: [Point]) {
      self.name = name
      let finite = points.filter { $0.x.isFinite && $0.y.isFinite }.sorted { $0.x < $1.x }
      let distance = max(1, (finite.count + Self.largestPointCount - 1) / Self.largestPointCount)
      self.points = finite.enumerated().filter { index, _ in
        index % distance == 0 || index == finite.count - 1
      }.map(\.element)
    }
  }

  let title: String
  let summary: String
  /// Names of the axes.
  let horizontalName: String
  let verticalName: String
  let unit: ChartFrame.Unit
  /// At most ``SeriesStyle/count``.
  let series: [Series]
  /// Whether every point has a mark.
  var marksPoints = true

  var extents: (width: Double, height: Double) { ChartFrame.extents }

  var legend: [String] { series.map(\.name) }

  private var frame: ChartFrame {
    let points = series.flatMap(\.points)
    return ChartFrame(
      horizontal: .init(horizontalName, over: points.map(\.x)),
      vertical: .init(
        verticalName, over: points.flatMap { [$0.y, $0.low ?? $0.y, $0.high ?? $0.y] },
        unit: unit))
  }

  var drawing: [Markup] {
    let frame = frame
    var pieces = frame.drawing
    for (number, curve) in series.enumerated() {
      let style = "s\(number % SeriesStyle.count)"
      pieces +=
        band(curve, frame).map { [Markup("path", ["class": "band \(style)", "d": $0], [])] }
        ?? []
      pieces.append(
        Markup(
          "path", ["class": "curve \(style)", "d": path(curve.points.map { ($0.x, $0.y) }, frame)],
          []))
      guard marksPoints || curve.points.count == 1 else { continue }
      for point in curve.points {
        pieces.append(
          Markup(
            "circle",
            [
              "class": "dot \(style)", "cx": frame.x(point.x).coordinate,
              "cy": frame.y(point.y).coordinate, "r": "3",
            ], []))
      }
    }
    return pieces
  }

  var numbers: ReportTable {
    var table = ReportTable(title, ["", horizontalName, verticalName, "from", "to"])
    for curve in series {
      for point in curve.points {
        table.add(
          [curve.name, point.x.shortestFigure, written(point.y)]
            + [point.low, point.high].map { $0.map(written) ?? "–" })
      }
    }
    return table
  }

  private func written(_ value: Double) -> String {
    unit == .percent ? value.percent : value.figure(4)
  }

  private func band(_ curve: Series, _ frame: ChartFrame) -> String? {
    let points = curve.points.compactMap { point -> (x: Double, low: Double, high: Double)? in
      guard let low = point.low, let high = point.high, low.isFinite, high.isFinite else {
        return nil
      }
      return (point.x, low, high)
    }
    guard points.count > 1 else { return nil }
    let around =
      points.map { ($0.x, $0.high) } + points.reversed().map { ($0.x, $0.low) }
    return path(around, frame) + "Z"
  }

  private func path(_ points: [(Double, Double)], _ frame: ChartFrame) -> String {
    points.enumerated().map { index, point in
      "\(index == 0 ? "M" : "L")\(frame.x(point.0).coordinate) \(frame.y(point.1).coordinate)"
    }.joined()
  }
}
