/// Which transforms a Winograd convolution uses along the lines of its tiles.
///
/// Both are exact identities with fewer multiplications, and both serve the backward pass as their
/// adjoint, so a filter bank is transformed once (Lines.h in CKernels has the formulas).
public enum TileScheme: Hashable, Sendable {
  /// F(m, 3), m = 1...4: m outputs with m + 2 multiplications. Six forms of the filters along a line.
  case points
  /// Whole phases of at most three pixels with zeros around them: 1, 3 and 7 multiplications. Three
  /// forms of the filters along a line.
  case shortPhases

  /// Forms of the filters along a line.
  var formCount: Int {
    switch self {
    case .points: 6
    case .shortPhases: 3
    }
  }

  /// Planes of transformed filters: a form along rows with one along columns.
  public var planeCount: Int { formCount * formCount }

  /// The lengths that a phase of a line is cut into; nil when it is too long.
  func segments(of length: Int) -> [Int]? {
    switch self {
    case .points:
      // As few as can be, and nearly of one length: a segment costs two multiplications by itself.
      let count = (length + 3) / 4
      return (0..<count).map { length * ($0 + 1) / count - length * $0 / count }
    case .shortPhases: return length <= 3 ? [length] : nil
    }
  }

  /// The transform of a segment, as CKernels counts them, and the forms of its products.
  func transform(of length: Int) -> (kind: Int32, forms: [Int]) {
    switch self {
    case .points:
      let forms = [[0, 1, 5], [0, 1, 2, 5], [0, 1, 2, 3, 5], [0, 1, 2, 3, 4, 5]]
      return (Int32(length), forms[length - 1])
    case .shortPhases:
      return (Int32(4 + length), [[0], [0, 1, 2], [0, 0, 0, 1, 1, 2, 2]][length - 1])
    }
  }
}
