extension MetricPool {
  /// Everything of a pool that adds up, all but the medians, as numbers in a row. Counts are exact.
  var additive: [Double] {
    var row = [
      Double(imageCount), loss.numerator, loss.denominator, Double(loss.validCount), means.loss,
    ]
    func append(_ counts: Int...) { row += counts.map { Double($0) } }
    switch convention.target {
    case .classes:
      row += [means.pixelAccuracy, means.crossEntropy, Double(strictPixelCount)]
      for counts in [
        published.intersections, published.unions, strict.intersections, strict.unions,
      ] { row += counts.map { Double($0) } }
    case .normals:
      append(angles.validCount, angles.nonFiniteCount, angles.directionlessCount)
      row += [angles.angleSum, angles.cosineSum]
      append(angles.within.narrow, angles.within.middle, angles.within.wide)
    case .depth, .response:
      append(errors.validCount, errors.nonFiniteCount)
      row += [errors.absoluteSum, means.absoluteError]
      guard case .depth = convention.target else { break }
      row += [ratios.relativeSum, means.relativeError]
      append(ratios.published.narrow, ratios.published.middle, ratios.published.wide)
      append(ratios.strict.narrow, ratios.strict.middle, ratios.strict.wide)
    }
    return row
  }

  /// The pool that has these numbers.
  /// - Precondition: numbers of ``additive`` of pools of the same convention, or sums of such.
  init(_ convention: TaskConvention, additive row: Span<Double>) {
    self.init(convention)
    var place = 0
    func number() -> Double {
      place += 1
      return row[place - 1]
    }
    func count() -> Int { Int(number()) }
    func thresholds() -> ThresholdCounts {
      ThresholdCounts(narrow: count(), middle: count(), wide: count())
    }
    imageCount = count()
    loss = LossSum(numerator: number(), denominator: number(), validCount: count())
    means.loss = number()
    switch convention.target {
    case .classes(let classCount, _):
      (means.pixelAccuracy, means.crossEntropy) = (number(), number())
      strictPixelCount = count()
      func counts() -> [Int] { (0..<classCount).map { _ in count() } }
      (published.intersections, published.unions) = (counts(), counts())
      (strict.intersections, strict.unions) = (counts(), counts())
    case .normals:
      (angles.validCount, angles.nonFiniteCount) = (count(), count())
      angles.directionlessCount = count()
      (angles.angleSum, angles.cosineSum) = (number(), number())
      angles.within = thresholds()
    case .depth, .response:
      (errors.validCount, errors.nonFiniteCount) = (count(), count())
      (errors.absoluteSum, means.absoluteError) = (number(), number())
      guard case .depth = convention.target else { break }
      (ratios.relativeSum, means.relativeError) = (number(), number())
      (ratios.published, ratios.strict) = (thresholds(), thresholds())
    }
  }
}
