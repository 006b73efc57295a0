/// A record in the form that is added up: all of it but the histogram of angles.
struct ImageSummary: Sendable {
  let loss: LossSum
  let means: ImageMeans
  let content: Content

  /// The part that depends on the kind of the task.
  enum Content: Sendable {
    case classes(published: ClassOverlap, strict: ClassOverlap, strictPixelCount: Int)
    case normals(AngleTotals)
    case depth(ErrorTotals, RatioTotals)
    case response(ErrorTotals)
  }

  /// - Complexity: O(bytes of a confusion matrix).
  init(_ record: MetricRecord) {
    loss = record.loss
    var means = ImageMeans()
    means.loss = Self.mean(record.loss.numerator, record.loss.denominator)
    switch record.content {
    case .classes(let counts):
      let published = ClassOverlap(classCount: counts.classCount, confusion: counts.published)
      let isSame = counts.strict == counts.published
      let strict =
        isSame
        ? published : ClassOverlap(classCount: counts.classCount, confusion: counts.strict)
      means.pixelAccuracy = Self.mean(
        Double(published.correctCount), Double(counts.published.total))
      means.crossEntropy = Self.mean(
        counts.crossEntropy.numerator, counts.crossEntropy.denominator)
      content = .classes(
        published: published, strict: strict, strictPixelCount: counts.strict.total)
    case .normals(let totals, _):
      content = .normals(totals)
    case .depth(let errors, let ratios):
      means.absoluteError = Self.mean(errors.absoluteSum, Double(errors.validCount))
      means.relativeError = Self.mean(ratios.relativeSum, Double(errors.validCount))
      content = .depth(errors, ratios)
    case .response(let errors):
      means.absoluteError = Self.mean(errors.absoluteSum, Double(errors.validCount))
      content = .response(errors)
    }
    self.means = means
  }

  /// A sum becomes single before it is divided, as in PyTorch; not a number without a valid pixel.
  private static func mean(_ sum: Double, _ count: Double) -> Double {
    Double(Float(sum) / Float(count))
  }
}
