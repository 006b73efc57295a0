/// How an image is cut into tiles for a 3x3 convolution of stride 1 that keeps its size.
///
/// A dilation of d makes d x d independent images, the phases, of every d-th row and column; each
/// phase is cut into tiles of 4 x 4 outputs. The last tile of a phase may stick out.
public struct WinogradGrid: Hashable, Sendable {
  /// Rows of the image.
  public let height: Int
  /// Columns of the image.
  public let width: Int
  /// Distance between neighbouring taps.
  public let dilation: Int
  /// Tiles of a phase along its columns and rows.
  let tileRows: Int
  let tileColumns: Int

  /// Outputs of a tile in each direction.
  static let tileSize = 4
  /// Transformed values of a tile.
  public static let planeCount = 36

  /// Creates the grid of an image.
  /// - Precondition: everything is positive.
  public init(height: Int, width: Int, dilation: Int) {
    precondition(height > 0 && width > 0 && dilation > 0, "\(height)x\(width), step \(dilation)")
    self.height = height
    self.width = width
    self.dilation = dilation
    func tiles(_ size: Int) -> Int {
      let longestPhase = (size + dilation - 1) / dilation
      return (longestPhase + Self.tileSize - 1) / Self.tileSize
    }
    tileRows = tiles(height)
    tileColumns = tiles(width)
  }

  /// Number of phases: the parts of an image that can be worked on independently.
  public var phaseCount: Int { dilation * dilation }
  /// Number of tiles of a phase.
  public var tilesPerPhase: Int { tileRows * tileColumns }
  /// Number of tiles of an image.
  public var tileCount: Int { phaseCount * tilesPerPhase }

  /// The image's row and column of a tile's first output.
  @inline(__always)
  func origin(ofTile tile: Int) -> (row: Int, column: Int) {
    let (phase, place) = tile.quotientAndRemainder(dividingBy: tilesPerPhase)
    let (phaseRow, phaseColumn) = phase.quotientAndRemainder(dividingBy: dilation)
    let (tileRow, tileColumn) = place.quotientAndRemainder(dividingBy: tileColumns)
    return (
      phaseRow + tileRow * Self.tileSize * dilation,
      phaseColumn + tileColumn * Self.tileSize * dilation
    )
  }
}
