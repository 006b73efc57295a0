/// The pixel of a prediction behind every pixel of a label, by the nearest-neighbour rule.
struct PredictionGrid: Hashable {
  /// Extents of a prediction and of a label.
  struct Extents: Hashable {
    let predictionHeight: Int
    let predictionWidth: Int
    let labelHeight: Int
    let labelWidth: Int
  }

  let extents: Extents
  /// For every row of the label, the position of the first pixel of the prediction's row.
  let rowStarts: [Int]
  /// For every column of the label, the prediction's column.
  let columns: [Int]

  /// - Precondition: all extents are positive.
  init(_ extents: Extents) {
    self.extents = extents
    rowStarts = NearestNeighbor.sourceIndices(
      from: extents.predictionHeight, to: extents.labelHeight
    ).map { $0 * extents.predictionWidth }
    columns = NearestNeighbor.sourceIndices(
      from: extents.predictionWidth, to: extents.labelWidth)
  }

  /// Number of pixels of the prediction.
  var predictionPixelCount: Int { extents.predictionHeight * extents.predictionWidth }
}
