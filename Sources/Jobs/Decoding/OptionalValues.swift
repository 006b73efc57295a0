internal import Networks
internal import Tasks

/// The values of a job that have defaults.
struct OptionalValues {
  private let seed: UInt64?
  private let batchSize: Int?
  private let precision: Precision?
  private let recordsSteps: Bool?
  private let metricModes: Set<MetricMode>?
  private let handOut: HandOut?
  private let coordination: Coordination?
  private let threads: Int?
  private let ranks: Int?
  private let adversarialExamples: Set<AdversarialFormat>?
  private let galleryCount: Int?

  init(_ section: Section<JobFileKey>) {
    seed = section.integer(.seed, in: 0...UInt64.max)
    batchSize = section.integer(.batchSize, in: EvaluationJob.batchSizes)
    precision = section.choice(.precision)
    recordsSteps = section.flag(.recordSteps)
    metricModes = section.choices(.metrics)
    if let metricModes, metricModes.isEmpty, let node = section.node(.metrics) {
      section.refuse(.metrics, node)
    }
    handOut = section.choice(.handOut)
    coordination = section.choice(.coordination)
    threads = section.integer(.threads, in: EvaluationJob.threadCounts)
    ranks = section.integer(.ranks, in: EvaluationJob.rankCounts)
    adversarialExamples = section.choices(.adversarialExamples)
    galleryCount = section.integer(.gallery, in: EvaluationJob.galleryCounts)
  }

  /// Replaces the defaults of a job by what is given.
  func write(into job: inout EvaluationJob) {
    if let seed { job.seed = seed }
    if let batchSize { job.batchSize = batchSize }
    if let precision { job.precision = precision }
    if let recordsSteps { job.recordsSteps = recordsSteps }
    if let metricModes { job.metricModes = metricModes }
    if let handOut { job.handOut = handOut }
    if let coordination { job.coordination = coordination }
    job.threads = threads
    job.ranks = ranks
    if let adversarialExamples { job.adversarialExamples = adversarialExamples }
    if let galleryCount { job.galleryCount = galleryCount }
  }
}
