/// Compares predictions with labels: makes metric records.
///
/// Predictions are resized to the label (nearest neighbour), classes are chosen after that. What
/// depends on a pixel of the prediction alone is computed once for it and not for every pixel of
/// the label that shows it.
///
/// Keeps its working memory, so that a record allocates its result and little else. Not for several
/// threads at a time.
public struct MetricMeter {
  private var knownGrid: PredictionGrid?
  var scores = ScoreReduction()
  /// Of every pixel of a prediction of normals the unit vector, NaN where it is not finite.
  var units: [SIMD3<Double>] = []
  /// The cosines, then the angles, of a row of the label.
  var angles: [Double] = []
  /// The counts of the bins: a histogram or a confusion matrix.
  var counts: [UInt32] = []

  /// Creates a meter without working memory.
  public init() {}

  /// The record of one image's prediction.
  /// - Parameters:
  ///   - prediction: height x width x channels values in HWC order.
  ///   - height: rows of the prediction.
  ///   - width: columns of the prediction.
  ///   - target: the image's label.
  ///   - loss: the loss of the same prediction.
  /// - Complexity: O(values + pixels of the label).
  /// - Precondition: as many values as the convention has for so many pixels, and at least one.
  public mutating func record(
    of prediction: Span<Float>, height: Int, width: Int, target: MetricTarget, loss: LossSum
  ) -> MetricRecord {
    let grid = grid(prediction, height, width, target)
    let content: MetricRecord.Content
    switch (target.pixels, target.convention.target) {
    case (.classes(let classes, let certainty), .classes(let count, let weights)):
      content = .classes(
        measureClasses(
          prediction, grid, classes.span, certainty, classCount: count, weights: weights))
    case (.directions(let truth, let validity), _):
      let totals = measureNormals(prediction, grid, truth.span, validity.span)
      content = .normals(totals, histogram: SparseCounts(counts.span))
    case (.values(let values, let validity), .depth):
      let (errors, ratios) = Self.depth(prediction, grid, values.span, validity.span)
      content = .depth(errors, ratios)
    case (.values(let values, let validity), _):
      content = .response(Self.response(prediction, grid, values.span, validity.span))
    case (.classes, _):
      preconditionFailure("classes for \(target.convention)")
    }
    return MetricRecord(loss: loss, content: content)
  }

  /// The grid of these extents: the one of the record before, as a rule.
  mutating func grid(
    _ prediction: Span<Float>, _ height: Int, _ width: Int, _ target: MetricTarget
  ) -> PredictionGrid {
    let channels = target.convention.predictionChannels
    precondition(
      height > 0 && width > 0 && prediction.count == height * width * channels,
      "prediction of \(prediction.count) values for \(height)x\(width)x\(channels)")
    let extents = PredictionGrid.Extents(
      predictionHeight: height, predictionWidth: width, labelHeight: target.height,
      labelWidth: target.width)
    if let knownGrid, knownGrid.extents == extents { return knownGrid }
    let grid = PredictionGrid(extents)
    knownGrid = grid
    return grid
  }

  /// Makes an array of `count` zeros, in its own memory where that is large enough.
  static func clear(_ values: inout [UInt32], _ count: Int) {
    values.removeAll(keepingCapacity: true)
    values.append(contentsOf: repeatElement(0, count: count))
  }
}
