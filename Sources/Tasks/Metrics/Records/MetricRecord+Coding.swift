public import ByteStorage

// The layout, version 1. Numbers of fixed width are little-endian, counts are LEB128.
//
//   u8 version; u8 kind: 0 segmentation, 1 normals, 2 depth, 3 response
//   loss: f64 numerator, f64 denominator, count of valid pixels
//   segmentation: count of classes; the cross entropy like the loss; block of the published
//     confusion matrix; u8 1 when the strict one follows in a block, 0 when it is the same
//   normals: counts of valid, not finite and directionless pixels; f64 sum of angles, f64 sum of
//     cosines; three counts within limits; block of the histogram
//   depth: counts of valid and not finite pixels; f64 sum of differences; f64 sum of relative
//     differences; three counts within limits as published, three in the strict sense
//   response: the first two lines of depth's
//
// A block is its length and the bytes of a SparseCounts.
extension MetricRecord {
  /// Version of the layout.
  public static let layoutVersion: UInt8 = 1

  private enum Kind: UInt8 {
    case classes, normals, depth, response
  }

  /// Appends the record, in the layout that ``init(from:of:)`` reads.
  public func encode(to writer: inout ByteWriter) {
    writer.append(Self.layoutVersion)
    switch content {
    case .classes(let counts):
      writer.append(Kind.classes.rawValue)
      writer.append(loss)
      writer.append(compact: UInt64(counts.classCount))
      writer.append(counts.crossEntropy)
      writer.append(block: counts.published.bytes)
      let isSame = counts.strict == counts.published
      writer.append(isSame ? UInt8(0) : 1)
      if !isSame { writer.append(block: counts.strict.bytes) }
    case .normals(let totals, let histogram):
      writer.append(Kind.normals.rawValue)
      writer.append(loss)
      writer.append(count: totals.validCount)
      writer.append(count: totals.nonFiniteCount)
      writer.append(count: totals.directionlessCount)
      writer.append(totals.angleSum)
      writer.append(totals.cosineSum)
      writer.append(totals.within)
      writer.append(block: histogram.bytes)
    case .depth(let errors, let ratios):
      writer.append(Kind.depth.rawValue)
      writer.append(loss)
      writer.append(errors)
      writer.append(ratios.relativeSum)
      writer.append(ratios.published)
      writer.append(ratios.strict)
    case .response(let errors):
      writer.append(Kind.response.rawValue)
      writer.append(loss)
      writer.append(errors)
    }
  }

  /// Reads a record of a convention's predictions.
  /// - Throws: ``ByteError`` for another version, another task or number of classes, too few bytes,
  ///   counts that contradict each other, or more pixels than ``largestPixelCount``.
  /// - Complexity: O(bytes), allocates the result.
  public init(
    from reader: inout ByteReader, of convention: TaskConvention
  ) throws(ByteError) {
    let start = reader.position
    let version: UInt8 = try reader.read()
    guard version == Self.layoutVersion else {
      throw ByteError(
        position: start, expected: "a metric record of version \(Self.layoutVersion)",
        found: "version \(version)")
    }
    let number: UInt8 = try reader.read()
    loss = try reader.readLoss()
    switch (Kind(rawValue: number), convention.target) {
    case (.classes, .classes(let count, _)):
      content = .classes(try reader.readClasses(count))
    case (.normals, .normals):
      let totals = try reader.readAngles()
      let histogram = try reader.readCounts(
        binCount: AngleBins.count, total: totals.validCount)
      content = .normals(totals, histogram: histogram)
    case (.depth, .depth):
      let errors = try reader.readErrors()
      var ratios = RatioTotals()
      ratios.relativeSum = try reader.readDouble()
      ratios.published = try reader.readThresholds(total: errors.validCount)
      ratios.strict = try reader.readThresholds(total: errors.validCount)
      content = .depth(errors, ratios)
    case (.response, .response):
      content = .response(try reader.readErrors())
    default:
      throw ByteError(
        position: start + 1, expected: "a record of \(convention.task.rawValue)",
        found: "kind \(number)")
    }
  }

  /// No image has more pixels; what says so is damaged, and sums of 2^31 images stay in 64 bits.
  public static let largestPixelCount = 1 << 31
}
