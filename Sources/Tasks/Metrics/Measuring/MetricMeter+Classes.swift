extension MetricMeter {
  /// Confusion matrices and cross entropy.
  mutating func measureClasses(
    _ prediction: Span<Float>, _ grid: PredictionGrid, _ classes: Span<Int32>,
    _ certainty: [Bool]?, classCount: Int, weights: [Float]?
  ) -> ClassCounts {
    scores.reduce(prediction, pixelCount: grid.predictionPixelCount, classCount: classCount)
    let isStrictOther = certainty != nil || !scores.areAllNumbers
    let cellCount = ClassCounts.cellCount(classCount)
    Self.clear(&counts, cellCount)
    let entropy = Self.tally(
      prediction, grid, classes, scores, weights, classCount, into: &counts)
    let published = SparseCounts(counts.span)
    var strict = published
    if isStrictOther {
      Self.clear(&counts, cellCount)
      Self.tallyStrictly(grid, classes, certainty, scores, classCount, into: &counts)
      strict = SparseCounts(counts.span)
    }
    return ClassCounts(
      classCount: classCount, crossEntropy: entropy, published: published, strict: strict)
  }

  /// Counts all pixels with a label; the cross entropy is added in double precision in row-major
  /// order.
  private static func tally(
    _ prediction: Span<Float>, _ grid: PredictionGrid, _ classes: Span<Int32>,
    _ scores: borrowing ScoreReduction, _ weights: [Float]?, _ classCount: Int,
    into counts: inout [UInt32]
  ) -> LossSum {
    var entropy = LossSum()
    var counts = counts.mutableSpan
    let winners = scores.winners.span
    let (logarithms, greatest) = (scores.logarithms.span, scores.greatest.span)
    let columns = grid.columns.span
    var pixel = 0
    for start in grid.rowStarts {
      for column in 0..<columns.count {
        defer { pixel += 1 }
        guard classes[pixel] >= 0 else { continue }
        let truth = Int(classes[pixel])
        let source = start + columns[column]
        counts[truth * (classCount + 1) + Int(winners[source])] += 1
        let weight = weights.map { Double($0[truth]) } ?? 1
        let score = Double(prediction[source * classCount + truth])
        entropy.numerator += weight * (logarithms[source] + (greatest[source] - score))
        entropy.denominator += weight
        entropy.validCount += 1
      }
    }
    return entropy
  }

  /// Counts certain pixels, those whose scores are not numbers in the last column.
  private static func tallyStrictly(
    _ grid: PredictionGrid, _ classes: Span<Int32>, _ certainty: [Bool]?,
    _ scores: borrowing ScoreReduction, _ classCount: Int, into counts: inout [UInt32]
  ) {
    var counts = counts.mutableSpan
    let (winners, areNumbers) = (scores.winners.span, scores.areNumbers.span)
    let columns = grid.columns.span
    var pixel = 0
    for start in grid.rowStarts {
      for column in 0..<columns.count {
        defer { pixel += 1 }
        guard classes[pixel] >= 0, certainty?[pixel] ?? true else { continue }
        let source = start + columns[column]
        let found = areNumbers[source] ? Int(winners[source]) : classCount
        counts[Int(classes[pixel]) * (classCount + 1) + found] += 1
      }
    }
  }
}
