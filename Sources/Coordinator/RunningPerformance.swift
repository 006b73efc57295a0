internal import Jobs
internal import Tasks

/// The relative performance of the records that have come so far, for the progress line: of the
/// attack that hurts most. Added in the order of arrival, so that it may differ from the result in
/// the last digits.
///
/// Memory: `MetricAccumulator.largestByteCount` at most for every configuration.
struct RunningPerformance {
  private let labels: [String]
  private let dialect: LabelDialect
  private var accumulators: [[MetricAccumulator]]

  init(_ job: EvaluationJob, dialect: LabelDialect) {
    labels = job.attacks.map(\.description)
    self.dialect = dialect
    let empty = job.model.conventions.map { MetricAccumulator($0) }
    accumulators = Array(repeating: empty, count: job.attacks.count + 1)
  }

  /// Takes a record in.
  mutating func add(_ record: RunRecord) {
    for (task, metrics) in record.metrics.enumerated() {
      accumulators[record.key.configuration][task].add(metrics)
    }
  }

  /// The worst relative performance so far with its attack; nil before there is one.
  var text: String? {
    guard hasImages(RecordKey.clean) else { return nil }
    let clean = metrics(RecordKey.clean)
    let performances = accumulators.indices.dropFirst().compactMap { number -> (Double, Int)? in
      guard hasImages(number) else { return nil }
      let relative = RelativePerformance(of: metrics(number), against: clean, mode: .paper)
      return relative.average.flatMap { $0.isFinite ? ($0, number) : nil }
    }
    guard let worst = performances.min(by: { $0 < $1 }) else { return nil }
    return "relative performance \(worst.0) under \(labels[worst.1 - 1])"
  }

  private func hasImages(_ configuration: Int) -> Bool {
    accumulators[configuration].allSatisfy { $0.imageCount > 0 }
  }

  private func metrics(_ configuration: Int) -> [TaskMetrics] {
    accumulators[configuration].map { $0.metrics(.paper, of: dialect) }
  }
}
