/// Everything that the metrics of a task depend on, for a set of images.
struct MetricPool {
  let convention: TaskConvention
  var imageCount = 0
  var loss = LossSum()
  var means = ImageMeans()
  var published: ClassOverlap
  var strict: ClassOverlap
  var strictPixelCount = 0
  var angles = AngleTotals()
  /// Median over all angles, those of labels without a direction among them; nil if there is none.
  var publishedMedian: Double?
  /// Median over the angles of labels with a direction; nil if there is none.
  var strictMedian: Double?
  var errors = ErrorTotals()
  var ratios = RatioTotals()

  init(_ convention: TaskConvention) {
    self.convention = convention
    var classCount = 0
    if case .classes(let count, _) = convention.target { classCount = count }
    published = ClassOverlap(classCount: classCount)
    strict = published
  }

  /// Adds an image, `times` times; the medians are left to the caller.
  mutating func add(_ image: ImageSummary, times: Int = 1) {
    imageCount += times
    loss += LossSum(
      numerator: image.loss.numerator * Double(times),
      denominator: image.loss.denominator * Double(times),
      validCount: image.loss.validCount * times)
    means.add(image.means, times: times)
    switch image.content {
    case .classes(let published, let strict, let strictPixelCount):
      self.published.add(published, times: times)
      self.strict.add(strict, times: times)
      self.strictPixelCount += strictPixelCount * times
    case .normals(let totals):
      angles.add(totals, times: times)
    case .depth(let errors, let ratios):
      self.errors.add(errors, times: times)
      self.ratios.add(ratios, times: times)
    case .response(let errors):
      self.errors.add(errors, times: times)
    }
  }

  /// The metrics of a mode.
  func metrics(_ mode: MetricMode, of benchmark: LabelDialect, isRounded: Bool) -> TaskMetrics {
    let entries = convention.metrics(mode, of: benchmark).map { metric in
      switch mode {
      case .strict: return TaskMetrics.Entry(metric, strictValue(metric))
      case .paper:
        let number = PublishedNumber(publishedValue(metric), of: metric)
        return TaskMetrics.Entry(metric, (isRounded ? number.rounded(4) : number).value)
      }
    }
    return TaskMetrics(
      task: convention.task, mode: mode, entries: entries,
      loss: mode == .paper ? mean(means.loss) : strictLoss)
  }

  private func mean(_ sum: Double) -> Double { sum / Double(imageCount) }

  private func publishedValue(_ metric: Metric) -> Double {
    let angleCount = angles.validCount + angles.directionlessCount
    // One angle that is not a number makes means and median such, but no count.
    let isNumber = angles.nonFiniteCount == 0
    let percent = 100.0
    switch metric {
    case .meanIntersectionOverUnion: return published.publishedMean
    case .pixelAccuracy: return mean(means.pixelAccuracy)
    case .crossEntropy: return mean(means.crossEntropy)
    case .cosineSimilarity:
      return isNumber ? angles.cosineSum / Double(angleCount) : .nan
    case .meanAngle:
      let sum = angles.angleSum + 90 * Double(angles.directionlessCount)
      return isNumber ? sum / Double(angleCount) : .nan
    case .medianAngle: return isNumber ? publishedMedian ?? .nan : .nan
    case .narrowAngles: return Double(angles.within.narrow) / Double(angleCount) * percent
    case .middleAngles: return Double(angles.within.middle) / Double(angleCount) * percent
    case .wideAngles: return Double(angles.within.wide) / Double(angleCount) * percent
    case .absoluteError, .keypointError, .edgeError: return mean(means.absoluteError)
    case .relativeError: return mean(means.relativeError)
    case .narrowRatios:
      return Double(ratios.published.narrow) / Double(errors.validCount) * percent
    case .middleRatios:
      return Double(ratios.published.middle) / Double(errors.validCount) * percent
    case .wideRatios:
      return Double(ratios.published.wide) / Double(errors.validCount) * percent
    case .loss: return mean(means.loss)
    }
  }

  private var strictLoss: Double? {
    loss.isEmpty || !loss.numerator.isFinite ? nil : loss.value
  }

  private func strictValue(_ metric: Metric) -> Double? {
    if convention.target == .normals(.rawBGR) { return nil }
    let finiteAngles = angles.nonFiniteCount == 0 ? angles.validCount : 0
    let finiteErrors = errors.nonFiniteCount == 0 ? errors.validCount : 0
    let percent = 100.0
    switch metric {
    case .meanIntersectionOverUnion: return strict.strictMean
    case .pixelAccuracy: return share(Double(strict.correctCount), strictPixelCount)
    case .crossEntropy: return nil
    case .cosineSimilarity: return share(angles.cosineSum, finiteAngles)
    case .meanAngle: return share(angles.angleSum, finiteAngles)
    case .medianAngle: return strictMedian
    case .narrowAngles: return share(percent * Double(angles.within.narrow), angles.validCount)
    case .middleAngles: return share(percent * Double(angles.within.middle), angles.validCount)
    case .wideAngles: return share(percent * Double(angles.within.wide), angles.validCount)
    case .absoluteError, .keypointError, .edgeError:
      return share(errors.absoluteSum, finiteErrors)
    case .relativeError: return share(ratios.relativeSum, finiteErrors)
    case .narrowRatios: return share(percent * Double(ratios.strict.narrow), errors.validCount)
    case .middleRatios: return share(percent * Double(ratios.strict.middle), errors.validCount)
    case .wideRatios: return share(percent * Double(ratios.strict.wide), errors.validCount)
    case .loss: return strictLoss
    }
  }

  /// A mean over pixels, not defined without one.
  private func share(_ sum: Double, _ count: Int) -> Double? {
    count > 0 ? sum / Double(count) : nil
  }
}
