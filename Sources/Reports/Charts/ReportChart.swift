/// A chart: a drawing, and the same in words and numbers for those who do not see it.
protocol ReportChart {
  /// What is shown.
  var title: String { get }
  /// What there is to see, in a sentence.
  var summary: String { get }
  /// Extents of the drawing, in its own units: pixels of a phone.
  var extents: (width: Double, height: Double) { get }
  /// The drawing.
  var drawing: [Markup] { get }
  /// What the colours mean; one colour needs no legend.
  var legend: [String] { get }
  /// What stands for a series in the legend.
  var legendMark: LegendMark { get }
  /// The numbers behind the drawing.
  var numbers: ReportTable { get }
}

/// What stands for a series in a legend: the same as in the drawing.
enum LegendMark {
  case curve, bar
}

/// Counts the charts of a page, so that each has names of its own.
struct ChartNumbering {
  private var count = 0

  /// The next chart's number.
  mutating func next() -> Int {
    count += 1
    return count
  }
}

extension ReportChart {
  var legendMark: LegendMark { .curve }

  /// The chart with its legend and numbers.
  func figure(_ numbering: inout ChartNumbering) -> Markup {
    let name = "chart\(numbering.next())"
    let drawn = Markup(
      "svg",
      [
        "viewBox": "0 0 \(extents.width.coordinate) \(extents.height.coordinate)", "role": "img",
        "aria-labelledby": "\(name)-title \(name)-text",
      ],
      [
        Markup("title", ["id": "\(name)-title"], title),
        Markup("desc", ["id": "\(name)-text"], summary),
      ] + drawing)
    var pieces = [Markup("figcaption", title), drawn]
    if legend.count > 1 {
      pieces.append(
        Markup(
          "ul", ["class": "legend"],
          legend.enumerated().map { Markup("li", [:], [swatch($0), .text(" \($1)")]) }))
    }
    pieces.append(Markup("details", [:], [Markup("summary", "Numbers"), numbers.markup]))
    return Markup("figure", ["class": "chart"], pieces)
  }

  private func swatch(_ series: Int) -> Markup {
    let (name, shape) =
      switch legendMark {
      case .curve: ("curve", "M0 6H28")
      case .bar: ("bar", "M8 1H20V11H8Z")
      }
    return Markup(
      "svg", ["viewBox": "0 0 28 12", "aria-hidden": "true"],
      [Markup("path", ["class": "\(name) s\(series % SeriesStyle.count)", "d": shape], [])])
  }
}

/// The looks of the series of a chart.
enum SeriesStyle {
  /// How many there are that can be told apart.
  static let count = 8
}
