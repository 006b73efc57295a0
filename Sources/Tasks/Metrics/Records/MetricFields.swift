internal import ByteStorage

// The parts of a metric record's layout, see MetricRecord+Coding.swift.

extension ByteWriter {
  mutating func append(count: Int) { append(compact: UInt64(count)) }

  mutating func append(_ loss: LossSum) {
    append(loss.numerator)
    append(loss.denominator)
    append(count: loss.validCount)
  }

  mutating func append(_ counts: ThresholdCounts) {
    append(count: counts.narrow)
    append(count: counts.middle)
    append(count: counts.wide)
  }

  mutating func append(_ errors: ErrorTotals) {
    append(count: errors.validCount)
    append(count: errors.nonFiniteCount)
    append(errors.absoluteSum)
  }
}

extension ByteReader {
  /// A count of pixels, at most `limit`.
  mutating func readPixelCount(
    atMost limit: Int = MetricRecord.largestPixelCount
  ) throws(ByteError) -> Int {
    let start = position
    let count = try readCompact()
    guard count <= UInt64(limit) else {
      throw ByteError(position: start, expected: "at most \(limit) pixels", found: "\(count)")
    }
    return Int(count)
  }

  mutating func readLoss() throws(ByteError) -> LossSum {
    LossSum(
      numerator: try readDouble(), denominator: try readDouble(), validCount: try readPixelCount())
  }

  mutating func readThresholds(total: Int) throws(ByteError) -> ThresholdCounts {
    let start = position
    let counts = ThresholdCounts(
      narrow: try readPixelCount(), middle: try readPixelCount(), wide: try readPixelCount())
    guard counts.isOrdered(total: total) else {
      throw ByteError(
        position: start, expected: "three rising counts up to \(total)", found: "\(counts)")
    }
    return counts
  }

  mutating func readErrors() throws(ByteError) -> ErrorTotals {
    var errors = ErrorTotals()
    errors.validCount = try readPixelCount()
    errors.nonFiniteCount = try readPixelCount(atMost: errors.validCount)
    errors.absoluteSum = try readDouble()
    return errors
  }

  mutating func readAngles() throws(ByteError) -> AngleTotals {
    var totals = AngleTotals()
    totals.validCount = try readPixelCount()
    totals.nonFiniteCount = try readPixelCount(atMost: totals.validCount)
    totals.directionlessCount = try readPixelCount()
    totals.angleSum = try readDouble()
    totals.cosineSum = try readDouble()
    totals.within = try readThresholds(total: totals.validCount)
    return totals
  }

  mutating func readClasses(_ expectedCount: Int) throws(ByteError) -> ClassCounts {
    let start = position
    let classCount = try readCompact()
    guard classCount == UInt64(expectedCount) else {
      throw ByteError(
        position: start, expected: "\(expectedCount) classes", found: "\(classCount)")
    }
    let crossEntropy = try readLoss()
    let cellCount = ClassCounts.cellCount(expectedCount)
    let published = try readCounts(binCount: cellCount, total: crossEntropy.validCount)
    let mark = position
    let isOther: UInt8 = try read()
    guard isOther <= 1 else {
      throw ByteError(position: mark, expected: "0 or 1", found: "\(isOther)")
    }
    let strict = isOther == 1 ? try readCounts(binCount: cellCount, total: nil) : published
    guard strict.total <= published.total else {
      throw ByteError(
        position: mark, expected: "at most \(published.total) certain pixels",
        found: "\(strict.total)")
    }
    return ClassCounts(
      classCount: expectedCount, crossEntropy: crossEntropy, published: published, strict: strict)
  }

  /// The counts of a block, `total` of them where it is known.
  mutating func readCounts(binCount: Int, total: Int?) throws(ByteError) -> SparseCounts {
    let start = position
    let counts = try SparseCounts(checking: try readBlock(), binCount: binCount)
    guard counts.total <= MetricRecord.largestPixelCount, total.map({ $0 == counts.total }) ?? true
    else {
      throw ByteError(
        position: start, expected: "\(total ?? MetricRecord.largestPixelCount) pixels",
        found: "\(counts.total)")
    }
    return counts
  }
}
