internal import ByteStorage
internal import Foundation
public import Jobs
internal import Tasks

extension EvaluationCoordinator {
  /// Notes the attempt, and writes the results when all records are there.
  /// - Returns: the summary of a complete run.
  /// - Throws: `FileError` or `HDF5Error` when a file cannot be written; files are there whole or
  ///   not at all.
  public func finish(
    _ ending: Ending, figures: [WorkerFigures], facts: AttemptFacts
  ) throws -> RunSummary? {
    let summary = ending == .complete ? try writeResults() : nil
    let end = Date()
    let firstRank = facts.hostNames.count - figures.count
    let attempt = RunAttempt(
      start: facts.start.ISO8601Format(), end: end.ISO8601Format(),
      seconds: end.timeIntervalSince(facts.start), ending: ending.rawValue,
      recordsBefore: initialRecordCount, recordsAfter: journal.recordCount,
      hosts: facts.hostNames, threads: facts.threadCounts, versions: facts.versions,
      threadLevel: facts.threadLevel, coordinator: self.figures,
      workers: figures.enumerated().map { worker, figures in
        RunAttempt.Worker(
          rank: worker + firstRank, host: facts.hostNames[worker + firstRank],
          units: figures.unitCount, computeSeconds: figures.computeSeconds,
          readSeconds: figures.readSeconds, waitSeconds: figures.waitSeconds,
          deliverySeconds: figures.deliverySeconds)
      })
    try RunHistory.add(
      attempt, identity: identity, job: job, to: directory.file(ResultsDirectory.historyName))
    return summary
  }

  private func writeResults() throws -> RunSummary {
    let pools = try writeRecords()
    let summary = SummaryBuilder(
      job: job, identity: identity, dialect: dialect, imageCount: imageNames.count, pools: pools,
      intervals: try intervals()
    ).summary()
    try PartialFile.write(
      Array(SummaryTable(summary).text.utf8),
      to: directory.file(ResultsDirectory.summaryTableName))
    try PartialFile.write(
      try summary.json(), to: directory.file(ResultsDirectory.summaryName))
    return summary
  }

  func record(_ image: Int, _ configuration: Int) throws -> RunRecord {
    try journal.record(
      RecordKey(image: image, configuration: configuration), conventions: job.model.conventions)
  }

  /// Goes through the records image by image, writes them in that order, and adds them up.
  private func writeRecords() throws -> RecordPools {
    let file = try RecordsFile(
      directory.file(ResultsDirectory.recordsName), job: job, identity: identity,
      dialect: dialect, imageNames: imageNames)
    var pools = RecordPools(job.model.conventions, configurationCount: configurationCount)
    for image in imageNames.indices {
      let row = try (0..<configurationCount).map { try record(image, $0) }
      for record in row { pools.add(record) }
      try file.append(row)
    }
    try file.commit()
    return pools
  }

  /// Goes through the records configuration by configuration, since resampling needs all images of
  /// one at a time.
  /// - Complexity: O(configurations x replicates x images).
  private func intervals() throws -> [[PerformanceIntervals]] {
    let bootstrap = Bootstrap(
      replicateCount: job.bootstrap.replicates, seed: job.seed, level: job.bootstrap.level)
    func resamples(_ configuration: Int) throws -> [Resamples] {
      var table = ConfigurationTable(job.model.conventions)
      for image in imageNames.indices { table.append(try record(image, configuration).metrics) }
      return job.reportedModes.map { table.resampled(bootstrap, $0, of: dialect) }
    }
    let clean = try resamples(RecordKey.clean)
    return try (1..<configurationCount).map { configuration in
      zip(try resamples(configuration), clean).map { $0.performance(against: $1) }
    }
  }
}

extension EvaluationJob {
  /// The modes that the job reports, in a fixed order.
  var reportedModes: [MetricMode] { MetricMode.allCases.filter { metricModes.contains($0) } }
}

extension RunSummary {
  /// The file's bytes: keys in the order of the alphabet, so that equal summaries are equal bytes.
  func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return Array(try encoder.encode(self)) + [0x0A]
  }
}
