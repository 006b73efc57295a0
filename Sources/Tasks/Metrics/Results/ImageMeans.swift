/// What the published code averages over batches of one image, in single precision for each: sums
/// over images. Not a number where an image has no valid pixel.
struct ImageMeans: Hashable, Sendable {
  var loss = 0.0
  var pixelAccuracy = 0.0
  var crossEntropy = 0.0
  var absoluteError = 0.0
  var relativeError = 0.0

  /// Nothing.
  init() {}

  /// Those of one image. Sums become single before they are divided, as in PyTorch.
  init(_ record: MetricRecord) {
    loss = Self.quotient(record.loss.numerator, record.loss.denominator)
    switch record.content {
    case .classes(let counts):
      let overlap = ClassOverlap(classCount: counts.classCount, confusion: counts.published)
      pixelAccuracy = Self.quotient(
        Double(overlap.correctCount), Double(counts.published.total))
      crossEntropy = Self.quotient(
        counts.crossEntropy.numerator, counts.crossEntropy.denominator)
    case .normals:
      break
    case .depth(let errors, let ratios):
      absoluteError = Self.quotient(errors.absoluteSum, Double(errors.validCount))
      relativeError = Self.quotient(ratios.relativeSum, Double(errors.validCount))
    case .response(let errors):
      absoluteError = Self.quotient(errors.absoluteSum, Double(errors.validCount))
    }
  }

  /// Adds those of another image, `times` times.
  mutating func add(_ other: ImageMeans, times: Int = 1) {
    loss += other.loss * Double(times)
    pixelAccuracy += other.pixelAccuracy * Double(times)
    crossEntropy += other.crossEntropy * Double(times)
    absoluteError += other.absoluteError * Double(times)
    relativeError += other.relativeError * Double(times)
  }

  private static func quotient(_ sum: Double, _ count: Double) -> Double {
    Double(Float(sum) / Float(count))
  }
}
