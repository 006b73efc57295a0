/// Places for the names of points, where they cover neither each other nor a point.
struct LabelPlacement {
  /// A name's place: where its text is anchored.
  struct Place: Equatable {
    let x: Double
    let y: Double
    let anchor: Anchor
  }

  /// Which part of a text is at its place, as SVG calls it.
  enum Anchor: String {
    case start, middle, end
  }

  /// A rectangle, in the units of the drawing.
  private struct Box {
    let left: Double
    let right: Double
    let top: Double
    let bottom: Double

    func meets(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  // Of the style's 12 px: capitals are about 9 px high.
  private static let ascent = 9.0
  private static let descent = 2.0
  private static let pointRadius = 3.5
  private static let gap = 2.5

  private let extents: (width: Double, height: Double)
  private let leftEdge: Double
  private var taken: [Box]

  /// - Parameters:
  ///   - extents: of the drawing, which no name leaves.
  ///   - leftEdge: where the labels of the axis end.
  ///   - points: all points, also those without a name.
  init(
    extents: (width: Double, height: Double), leftEdge: Double, points: [(x: Double, y: Double)]
  ) {
    self.extents = extents
    self.leftEdge = leftEdge
    taken = points.map { Self.box(around: $0) }
  }

  /// The best place that is free; nil where there is none.
  /// - Complexity: O(points and names).
  mutating func place(_ name: String, at point: (x: Double, y: Double)) -> Place? {
    let (beside, above) = (Self.pointRadius + Self.gap, Self.pointRadius + Self.gap)
    let places = [
      Place(x: point.x + beside, y: point.y - 1, anchor: .start),
      Place(x: point.x - beside, y: point.y - 1, anchor: .end),
      Place(x: point.x, y: point.y - above, anchor: .middle),
      Place(x: point.x, y: point.y + above + Self.ascent, anchor: .middle),
      Place(x: point.x + beside, y: point.y + Self.ascent + 1, anchor: .start),
      Place(x: point.x - beside, y: point.y + Self.ascent + 1, anchor: .end),
      // At the left edge a name in the middle would reach into the labels of the axis.
      Place(x: point.x, y: point.y - above, anchor: .start),
      Place(x: point.x, y: point.y + above + Self.ascent, anchor: .start),
    ]
    for place in places {
      let box = Self.box(of: name, at: place)
      let isInside =
        box.left >= leftEdge && box.right <= extents.width && box.top >= 0
        && box.bottom <= extents.height
      guard isInside, !taken.contains(where: { $0.meets(box) }) else { continue }
      taken.append(box)
      return place
    }
    return nil
  }

  private static func box(around point: (x: Double, y: Double)) -> Box {
    Box(
      left: point.x - pointRadius, right: point.x + pointRadius, top: point.y - pointRadius,
      bottom: point.y + pointRadius)
  }

  private static func box(of name: String, at place: Place) -> Box {
    let width = ChartText.width(name)
    let left =
      switch place.anchor {
      case .end: place.x - width
      case .middle: place.x - width / 2
      case .start: place.x
      }
    return Box(
      left: left, right: left + width, top: place.y - ascent, bottom: place.y + descent)
  }
}
