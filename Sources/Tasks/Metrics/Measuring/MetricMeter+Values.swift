extension MetricMeter {
  /// Absolute and relative differences in double precision and the ratios as published in single
  /// precision, added in row-major order.
  static func depth(
    _ prediction: Span<Float>, _ grid: PredictionGrid, _ values: Span<Float>,
    _ validity: Span<Bool>
  ) -> (ErrorTotals, RatioTotals) {
    var errors = ErrorTotals()
    var ratios = RatioTotals()
    let columns = grid.columns.span
    var pixel = 0
    for start in grid.rowStarts {
      for column in 0..<columns.count {
        defer { pixel += 1 }
        guard validity[pixel] else { continue }
        let (found, truth) = (prediction[start + columns[column]], values[pixel])
        let difference = errors.count(found, truth)
        ratios.relativeSum += difference / Double(truth)
        // The greater of both; for a NaN prediction it is NaN, which is within no limit.
        let (over, under) = (found / truth, truth / found)
        let ratio = under > over ? under : over
        ratios.published.count(ratio, RatioTotals.limits)
        if found > 0 { ratios.strict.count(ratio, RatioTotals.limits) }
      }
    }
    return (errors, ratios)
  }

  /// Absolute differences, added in row-major order.
  static func response(
    _ prediction: Span<Float>, _ grid: PredictionGrid, _ values: Span<Float>,
    _ validity: Span<Bool>
  ) -> ErrorTotals {
    var errors = ErrorTotals()
    let columns = grid.columns.span
    var pixel = 0
    for start in grid.rowStarts {
      for column in 0..<columns.count {
        defer { pixel += 1 }
        guard validity[pixel] else { continue }
        _ = errors.count(prediction[start + columns[column]], values[pixel])
      }
    }
    return errors
  }
}

extension ErrorTotals {
  /// Counts a valid pixel and returns its difference.
  @inline(__always)
  fileprivate mutating func count(_ found: Float, _ truth: Float) -> Double {
    let difference = abs(Double(found) - Double(truth))
    validCount += 1
    if !found.isFinite { nonFiniteCount += 1 }
    absoluteSum += difference
    return difference
  }
}
