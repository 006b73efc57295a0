/// The field of a chart between two axes, and the axes themselves.
struct ChartFrame {
  /// How the numbers of an axis are written.
  enum Unit {
    /// As they are.
    case plain
    /// In percent.
    case percent
  }

  /// An axis with its name.
  struct Side {
    let axis: ChartAxis
    let name: String
    let unit: Unit

    init(_ name: String, over values: [Double], unit: Unit = .plain) {
      // Ticks are round numbers of what is written.
      axis = ChartAxis(over: unit == .percent ? values.map { 100 * $0 } : values)
      self.name = name
      self.unit = unit
    }

    func position(_ value: Double) -> Double {
      axis.position(unit == .percent ? 100 * value : value)
    }

    func label(_ tick: Double) -> String {
      let text = tick.figure(axis.digits)
      return unit == .percent ? "\(text) %" : text
    }
  }

  /// Extents of the whole drawing.
  static let extents = (width: 400.0, height: 270.0)
  private static let leastLeft = 62.0
  /// Between a label of the vertical axis and the field.
  private static let labelGap = 6.0
  /// Half of a label such as "100 %" stands out at the end.
  private static let right = 24.0
  private static let top = 24.0
  private static let bottom = 42.0

  let horizontal: Side
  let vertical: Side
  /// Where the field begins, beside the labels of the vertical axis.
  let left: Double

  init(horizontal: Side, vertical: Side) {
    self.horizontal = horizontal
    self.vertical = vertical
    let widest = vertical.axis.ticks.map { ChartText.width(vertical.label($0)) }.max() ?? 0
    left = max(Self.leastLeft, widest + Self.labelGap)
  }

  /// The place of a value on the horizontal axis.
  func x(_ value: Double) -> Double {
    left
      + horizontal.position(value) * (Self.extents.width - left - Self.right)
  }

  /// The place of a value on the vertical axis.
  func y(_ value: Double) -> Double {
    Self.extents.height - Self.bottom
      - vertical.position(value) * (Self.extents.height - Self.top - Self.bottom)
  }

  /// The axes: lines, ticks, names, and zero where it is inside.
  var drawing: [Markup] {
    let floor = Self.extents.height - Self.bottom
    let end = Self.extents.width - Self.right
    var pieces: [Markup] = []
    for tick in vertical.axis.ticks {
      let y = floor - vertical.axis.position(tick) * (floor - Self.top)
      let isZero = tick == 0
      pieces.append(
        Markup(
          "path",
          [
            "class": isZero ? "zero" : "grid",
            "d": "M\(left.coordinate) \(y.coordinate)H\(end.coordinate)",
          ], []))
      pieces.append(
        text(vertical.label(tick), x: left - Self.labelGap, y: y + 4, anchor: "end"))
    }
    for tick in horizontal.axis.ticks {
      let x = left + horizontal.axis.position(tick) * (end - left)
      pieces.append(
        Markup(
          "path",
          [
            "class": "grid",
            "d": "M\(x.coordinate) \(floor.coordinate)V\((floor + 4).coordinate)",
          ], []))
      pieces.append(text(horizontal.label(tick), x: x, y: floor + 18, anchor: "middle"))
    }
    pieces.append(text(vertical.name, x: 4, y: 13, anchor: "start"))
    pieces.append(
      text(horizontal.name, x: end, y: Self.extents.height - 6, anchor: "end"))
    return pieces
  }

  private func text(_ text: String, x: Double, y: Double, anchor: String) -> Markup {
    Markup(
      "text", ["x": x.coordinate, "y": y.coordinate, "text-anchor": anchor], text)
  }
}
