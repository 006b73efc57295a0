import Testing

@testable import Reports

struct ChartTests {
  @Test func ticksAreRoundAndReachOverAllValues() {
    let axis = ChartAxis(over: [-37, 12])
    #expect(axis.ticks == [-40, -30, -20, -10, 0, 10, 20])
    #expect(axis.digits == 0)
    #expect(axis.position(-40) == 0)
    #expect(axis.position(20) == 1)
    #expect(axis.position(-10) == 0.5)
    #expect(ChartAxis(over: [0.11, 0.14]).digits == 2)
  }

  @Test(arguments: [[], [3], [0, 0], [-1e12, 1e12], [1e-9, 2e-9], [.nan, .infinity, 1]])
  func anyValuesHaveAnAxis(_ values: [Double]) {
    let axis = ChartAxis(over: values)
    #expect((2...20).contains(axis.ticks.count))
    for value in values where value.isFinite {
      #expect((0...1).contains(axis.position(value)))
      #expect(axis.ticks[0] <= value && value <= axis.ticks[axis.ticks.count - 1] + 1e-9)
    }
  }

  @Test func curvesLeaveOutWhatIsNotFinite() {
    let series = LineChart.Series(
      "a", [.init(x: 2, y: 1), .init(x: 1, y: .nan), .init(x: .infinity, y: 0), .init(x: 0, y: 3)])
    #expect(series.points.map(\.x) == [0, 2])
  }

  @Test func longCurvesAreThinnedOutAndKeepTheirEnds() {
    let series = LineChart.Series("a", (0..<1_001).map { .init(x: Double($0), y: 0) })
    #expect(series.points.count <= 201)
    #expect(series.points.first?.x == 0)
    #expect(series.points.last?.x == 1_000)
  }

  @Test func cellsAreCoveredByTheirSize() {
    let chart = HeatMap(
      title: "t", summary: "s", rowsName: "r", columnsName: "c", rows: ["a"],
      columns: ["x", "y", "z"], values: [[-0.5, nil, 0.25]])
    let source = chart.drawing.map(\.source).joined()
    #expect(source.contains("class=\"harm\"") && source.contains("fill-opacity=\"0.55\""))
    #expect(source.contains("class=\"gain\"") && source.contains("fill-opacity=\"0.28\""))
    #expect(source.contains("\u{2212}50.0\u{A0}%"))
  }

  @Test func barsBeginAtZero() {
    let chart = BarChart(
      title: "t", summary: "s", verticalName: "v", series: ["a", "b"],
      categories: [.init(name: "n", values: [-0.5, 0.5])])
    let bars = chart.drawing.map(\.source).filter { $0.contains("class=\"bar") }
    #expect(bars.count == 2)
    // 60 to 340 for -60 % to 60 %, zero in the middle.
    #expect(bars[0].contains("x=\"83.3\"") && bars[0].contains("width=\"116.7\""))
    #expect(bars[1].contains("x=\"200.0\"") && bars[1].contains("width=\"116.7\""))
  }

  @Test func numbersHaveTrueMinusSigns() {
    #expect((-0.1234).percent == "\u{2212}12.3 %")
    #expect(Double.infinity.percent == "inf %")
    #expect((nil as Double?).percent == "–")
    #expect(12_345_678.0.figure(2) == "1.2e7")
  }

  /// Sixty models in a small place, and some at the edges.
  @Test func namesOfPointsCoverNothing() {
    let extents = (width: 400.0, height: 270.0)
    var points: [(x: Double, y: Double)] = []
    for row in 0..<6 {
      for column in 0..<10 { points.append((Double(2 + 40 * column), Double(100 + 7 * row))) }
    }
    var labels = LabelPlacement(extents: extents, leftEdge: 1, points: points)
    var boxes: [(left: Double, right: Double, top: Double, bottom: Double)] = []
    for (index, point) in points.enumerated() {
      guard let place = labels.place("\(index)", at: point) else { continue }
      // What digits of 12 px take at least.
      let width: Double = index < 10 ? 7 : 14
      let left: Double
      switch place.anchor {
      case .start: left = place.x
      case .middle: left = place.x - width / 2
      case .end: left = place.x - width
      }
      boxes.append((left, left + width, place.y - 8, place.y))
    }
    #expect((10..<60).contains(boxes.count))
    for (number, box) in boxes.enumerated() {
      #expect(box.left >= 1 && box.right <= extents.width)
      for other in boxes[..<number] {
        let isApart =
          box.right <= other.left || other.right <= box.left || box.bottom <= other.top
          || other.bottom <= box.top
        #expect(isApart, "\(box) \(other)")
      }
      for point in points {
        let isApart =
          point.x <= box.left || point.x >= box.right || point.y <= box.top || point.y >= box.bottom
        #expect(isApart)
      }
    }
  }

  /// A point at the axis between two others that leave it neither side.
  @Test func namesAtTheAxisFindAPlace() {
    let points = [(x: 62.0, y: 100.0), (x: 71.0, y: 100.0)]
    var labels = LabelPlacement(extents: (400, 270), leftEdge: 62, points: points)
    #expect(labels.place("25", at: points[0]) == .init(x: 62, y: 94, anchor: .start))
  }

  @Test func namesOfPointsAreOnTop() throws {
    let chart = ScatterChart(
      title: "t", summary: "s", horizontalName: "h", verticalName: "v",
      points: [
        .init(name: "1", x: 0.1, y: -0.1, low: -0.2, high: 0),
        .init(name: "2", x: 0.9, y: -0.3, low: -0.4, high: -0.1),
      ])
    let pieces = chart.drawing.map(\.source)
    let names = pieces.indices.filter { pieces[$0].contains("class=\"name\"") }
    #expect(names == [pieces.count - 2, pieces.count - 1])
  }

  @Test func labelsOfTheAxisAreWhole() {
    let frame = ChartFrame(
      horizontal: .init("h", over: [0, 1]),
      vertical: .init("v", over: [-0.0001, 0], unit: .percent))
    // "−0.010 %": six digits and signs of 12 px take 60 at most, and stand 6 beside the field.
    #expect(frame.vertical.axis.ticks[0] == -0.01)
    #expect(frame.left >= 66)
    #expect(frame.x(0) == frame.left)
    let usual = ChartFrame(
      horizontal: .init("h", over: [0, 1]), vertical: .init("v", over: [0, 1]))
    #expect(usual.left == 62)
  }

  @Test func namesOfNarrowColumnsStandOnTwoLines() throws {
    let names = ["segmentation", "normals", "depth", "keypoints", "edges"]
    let chart = HeatMap(
      title: "t", summary: "s", rowsName: "r", columnsName: "c", rows: ["a"], columns: names,
      values: [[1, 2, 3, 4, 5]])
    let source = chart.drawing.map(\.source)
    func line(_ name: String) throws -> Substring {
      let text = try #require(source.first { $0.hasSuffix(">\(name)</text>") })
      return try #require(text.firstMatch(of: /\by="([^"]+)"/)?.1)
    }
    let lines = try names.map(line)
    #expect(lines == ["34.0", "50.0", "34.0", "50.0", "34.0"])
    #expect(try line("r ↓") == "50.0")
    let wide = HeatMap(
      title: "t", summary: "s", rowsName: "r", columnsName: "c", rows: ["a"],
      columns: Array(names.prefix(3)), values: [[1, 2, 3]])
    #expect(wide.extents.height == chart.extents.height - 16)
  }

  @Test func longNamesOfBarsAreBroken() throws {
    let name = "mim selective depth + keypoints + normals + segmentation, radius 8, 5 steps"
    let short = BarChart.Category(name: "n", values: [-0.5])
    let chart = BarChart(
      title: "t", summary: "s", verticalName: "v", series: ["a"],
      categories: [.init(name: name, values: [-0.4]), short])
    // Names are of a look that no line crosses.
    let lines = chart.drawing.compactMap {
      $0.source.firstMatch(of: /class="name".*>([^<]*)<\/text>/)?.1
    }.dropLast()
    #expect(lines.joined(separator: " ") == name)
    #expect(lines.count == 2 && lines.allSatisfy { $0.count <= 52 })
    let one = BarChart(
      title: "t", summary: "s", verticalName: "v", series: ["a"], categories: [short, short])
    #expect(chart.extents.height == one.extents.height + 14)
    #expect(ChartText.lines("a \(String(repeating: "x", count: 99)) b", width: 100).count == 3)
  }

  @Test func legendsShowWhatIsDrawn() {
    var numbering = ChartNumbering()
    let bars = BarChart(
      title: "t", summary: "s", verticalName: "v", series: ["a", "b"],
      categories: [.init(name: "n", values: [-0.5, 0.5])])
    let source = bars.figure(&numbering).source
    #expect(source.contains("class=\"bar s1\"") && !source.contains("class=\"curve"))
  }
}
