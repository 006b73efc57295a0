/// The records of many images of one task under one configuration, in the form that resampling
/// needs: a row of numbers that add up for every image, and the histograms of angles.
struct ImageTable {
  let convention: TaskConvention
  private var rows: WeightedRows
  private var angles = AngleTable()
  private var sums: [Double]

  init(_ convention: TaskConvention) {
    self.convention = convention
    let width = MetricPool(convention).additive.count
    rows = WeightedRows(width: width)
    sums = [Double](repeating: 0, count: width)
  }

  var imageCount: Int { rows.count }

  /// Adds an image.
  mutating func append(_ record: MetricRecord) {
    precondition(record.fits(convention), "a record that is not one of \(convention)")
    var pool = MetricPool(convention)
    pool.add(ImageSummary(record))
    rows.append(pool.additive)
    if case .normals(_, let histogram) = record.content { angles.append(histogram) }
  }

  /// The pool of the images, each as often as its weight says.
  mutating func pool(_ weights: [Int]) -> MetricPool {
    rows.sum(weights, into: &sums)
    var pool = MetricPool(convention, additive: sums.span)
    if case .normals = convention.target {
      (pool.strictMedian, pool.publishedMedian) = angles.medians(
        weights, addingRightAngles: pool.angles.directionlessCount)
    }
    return pool
  }
}
