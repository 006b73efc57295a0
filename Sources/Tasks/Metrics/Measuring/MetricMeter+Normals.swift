internal import Kernels

extension MetricMeter {
  private static let degreesPerRadian = 180 / Double.pi

  /// The angles of all pixels that are valid in `paper` mode, in degrees, row by row: 90 where the
  /// label has no direction, NaN where the prediction is not finite. For exact medians of few images.
  /// - Precondition: as for ``record(of:height:width:target:loss:)``, and a target of normals.
  public mutating func angles(
    of prediction: Span<Float>, height: Int, width: Int, target: MetricTarget
  ) -> [Double] {
    guard case .directions(let truth, let validity) = target.pixels else {
      preconditionFailure("angles of \(target.convention)")
    }
    let grid = grid(prediction, height, width, target)
    reduceDirections(prediction, grid.predictionPixelCount)
    var all: [Double] = []
    for row in 0..<grid.rowStarts.count {
      let sums = measureRow(row, grid, truth.span, validity.span)
      for angle in angles { all.append(angle * Self.degreesPerRadian) }
      all.append(contentsOf: repeatElement(90, count: sums.directionlessCount))
    }
    return all
  }

  /// Angles in degrees, added in row-major order; their histogram is left in `counts`.
  ///
  /// A prediction of length zero is at a right angle to everything.
  mutating func measureNormals(
    _ prediction: Span<Float>, _ grid: PredictionGrid, _ truth: Span<Double>,
    _ validity: Span<Bool>
  ) -> AngleTotals {
    Self.clear(&counts, AngleBins.count)
    reduceDirections(prediction, grid.predictionPixelCount)
    var totals = AngleTotals()
    for row in 0..<grid.rowStarts.count {
      let sums = measureRow(row, grid, truth, validity)
      totals.cosineSum += sums.cosine
      totals.directionlessCount += sums.directionlessCount
      totals.validCount += angles.count
      for angle in angles {
        let degrees = angle * Self.degreesPerRadian
        guard !degrees.isNaN else {
          totals.nonFiniteCount += 1
          counts[AngleBins.count - 1] += 1
          continue
        }
        totals.angleSum += degrees
        totals.within.count(degrees, AngleTotals.limits)
        counts[AngleBins.bin(degrees)] += 1
      }
    }
    return totals
  }

  /// Leaves the angles of a row of the label in `angles`, in radians.
  private mutating func measureRow(
    _ row: Int, _ grid: PredictionGrid, _ truth: Span<Double>, _ validity: Span<Bool>
  ) -> (cosine: Double, directionlessCount: Int) {
    angles.removeAll(keepingCapacity: true)
    var sum = 0.0
    var directionlessCount = 0
    let start = grid.rowStarts[row]
    let columns = grid.columns.span
    for column in 0..<columns.count {
      let pixel = row * columns.count + column
      guard validity[pixel] else { continue }
      let label = SIMD3(truth[3 * pixel], truth[3 * pixel + 1], truth[3 * pixel + 2])
      guard label != .zero else {
        directionlessCount += 1
        continue
      }
      let products = label * units[start + columns[column]]
      // Beyond 1 by rounding alone; comparisons are false for NaN, which stays.
      var cosine = products.x + products.y + products.z
      if cosine > 1 { cosine = 1 }
      if cosine < -1 { cosine = -1 }
      if !cosine.isNaN { sum += cosine }
      angles.append(cosine)
    }
    var span = angles.mutableSpan
    replaceWithArccosines(&span)
    return (sum, directionlessCount)
  }

  private mutating func reduceDirections(_ prediction: Span<Float>, _ pixelCount: Int) {
    units.removeAll(keepingCapacity: true)
    for pixel in 0..<pixelCount {
      let vector = SIMD3(
        prediction[3 * pixel], prediction[3 * pixel + 1], prediction[3 * pixel + 2])
      let isFinite = vector.x.isFinite && vector.y.isFinite && vector.z.isFinite
      units.append(
        isFinite ? CosineLoss.targetDirection(of: vector) : SIMD3(repeating: .nan))
    }
  }
}
