extension MetricRecord {
  /// The record of a batch as if its images were one: what the published code averages over batches
  /// is then the mean over all pixels of the batch.
  /// - Complexity: O(bytes of the records + bins), allocates the result.
  /// - Precondition: at least one record, all of them of one task with as many classes.
  public init(pooling records: [MetricRecord]) {
    guard let first = records.first else { preconditionFailure("a batch of no image") }
    loss = records.reduce(LossSum()) { $0 + $1.loss }
    switch first.content {
    case .classes(let counts):
      let parts = records.map { record in
        guard case .classes(let part) = record.content, part.classCount == counts.classCount
        else { Self.stop(record, first) }
        return part
      }
      content = .classes(
        ClassCounts(
          classCount: counts.classCount,
          crossEntropy: parts.reduce(LossSum()) { $0 + $1.crossEntropy },
          published: SparseCounts(adding: parts.map(\.published)),
          strict: SparseCounts(adding: parts.map(\.strict))))
    case .normals:
      var sums = AngleTotals()
      let histograms = records.map { record in
        guard case .normals(let totals, let histogram) = record.content else {
          Self.stop(record, first)
        }
        sums.add(totals)
        return histogram
      }
      content = .normals(sums, histogram: SparseCounts(adding: histograms))
    case .depth:
      var (errors, ratios) = (ErrorTotals(), RatioTotals())
      for record in records {
        guard case .depth(let part, let partRatios) = record.content else {
          Self.stop(record, first)
        }
        errors.add(part)
        ratios.add(partRatios)
      }
      content = .depth(errors, ratios)
    case .response:
      var errors = ErrorTotals()
      for record in records {
        guard case .response(let part) = record.content else { Self.stop(record, first) }
        errors.add(part)
      }
      content = .response(errors)
    }
  }

  private static func stop(_ record: MetricRecord, _ first: MetricRecord) -> Never {
    preconditionFailure("\(record.content) in a batch with \(first.content)")
  }
}

extension SparseCounts {
  /// The sums of counts of as many bins.
  /// - Precondition: equal numbers of bins, sums of 32 bits, at least one.
  init(adding parts: [SparseCounts]) {
    var counts = [UInt32](repeating: 0, count: parts[0].binCount)
    for part in parts {
      precondition(part.binCount == counts.count, "\(part.binCount) and \(counts.count) bins")
      part.forEach { bin, count in counts[bin] += UInt32(count) }
    }
    self.init(counts.span)
  }
}
