internal import CKernels

/// How images are cut into tiles for a 3x3 convolution of stride 1 that keeps their size.
///
/// A dilation of d makes d x d independent images, the phases, of every d-th row and column; each
/// phase is cut into tiles that cover it exactly. A tile's products belong to planes, one for every
/// form of the filters; a tile that does not need a form has no row in its planes.
public struct WinogradGrid: Sendable {
  /// Number of images.
  public let images: Int
  /// Rows of an image.
  public let height: Int
  /// Columns of an image.
  public let width: Int
  /// Distance between neighbouring taps.
  public let dilation: Int
  /// The transforms.
  public let scheme: TileScheme

  let rows: TileAxis
  let columns: TileAxis
  /// Segments of rows, then those of columns.
  let segments: [equipoise_segment]
  /// Products of each form along rows, along columns, and rows before each plane.
  let counts: [Int64]

  /// Creates the grid with the scheme that multiplies least.
  /// - Precondition: everything is positive.
  public init(images: Int, height: Int, width: Int, dilation: Int) {
    precondition(
      images > 0 && height > 0 && width > 0 && dilation > 0,
      "\(images) x \(height)x\(width), step \(dilation)")
    self.images = images
    self.height = height
    self.width = width
    self.dilation = dilation
    func axes(_ scheme: TileScheme) -> (TileScheme, TileAxis, TileAxis)? {
      guard let rows = TileAxis(size: height, dilation: dilation, scheme: scheme),
        let columns = TileAxis(size: width, dilation: dilation, scheme: scheme)
      else { return nil }
      return (scheme, rows, columns)
    }
    let possible = [axes(.points), axes(.shortPhases)].compactMap(\.self)
    guard
      let best = possible.min(by: {
        $0.1.productCount * $0.2.productCount < $1.1.productCount * $1.2.productCount
      })
    else { preconditionFailure("points fit every length") }
    (scheme, rows, columns) = best
    segments = rows.segments + columns.segments
    var firstRows = [0]
    for row in rows.ranks {
      for column in columns.ranks {
        firstRows.append(firstRows[firstRows.count - 1] + row * column)
      }
    }
    counts = (rows.ranks + columns.ranks + firstRows.map { $0 * images }).map { Int64($0) }
  }

  /// Planes of transformed filters.
  public var planeCount: Int { scheme.planeCount }
  /// Tiles of an image.
  public var tileCount: Int { rows.segments.count * columns.segments.count }
  /// Rows of all planes: multiplications for one input and one output channel.
  public var rowCount: Int { images * rows.productCount * columns.productCount }

  /// Rows of a plane.
  public func rowCount(ofPlane plane: Int) -> Int {
    let (row, column) = plane.quotientAndRemainder(dividingBy: scheme.formCount)
    return images * rows.ranks[row] * columns.ranks[column]
  }

  /// Where a plane of so many channels starts, counted in values.
  public func start(ofPlane plane: Int, channels: Int) -> Int {
    Int(counts[2 * scheme.formCount + plane]) * channels + plane * Int(EQUIPOISE_PLANE_GAP)
  }

  /// Values of all planes of so many channels, gaps included.
  public func valueCount(channels: Int) -> Int {
    rowCount * channels + planeCount * Int(EQUIPOISE_PLANE_GAP)
  }
}
