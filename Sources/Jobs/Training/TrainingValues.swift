internal import Networks
internal import Training

/// The values of a training job that have defaults.
struct TrainingValues {
  private let isAugmented: Bool?
  private let largestGradientNorm: Double?
  private let seed: UInt64?
  private let batchNorm: BatchNormScope?
  private let exchange: GradientExchange?
  private let bucketSize: Int?
  private let bucketsInFlight: Int?
  private let recomputation: TrainingOptions.Recomputation?
  private let precision: Precision?
  private let checkpointInterval: Int?
  private let keptCheckpointCount: Int?
  private let threads: Int?
  private let ranks: Int?

  init(_ section: Section<TrainingJobKey>) {
    isAugmented = section.flag(.augmentation)
    largestGradientNorm = section.number(.gradientLimit, in: TrainingJob.weights)
    if largestGradientNorm == 0, let node = section.node(.gradientLimit) {
      section.refuse(.gradientLimit, node)
    }
    seed = section.integer(.seed, in: 0...UInt64.max)
    batchNorm = section.choice(.batchNorm)
    exchange = section.choice(.exchange)
    bucketSize = section.integer(.bucketSize, in: TrainingJob.bucketSizes)
    bucketsInFlight = section.integer(.bucketsInFlight, in: TrainingJob.bucketCounts)
    recomputation = section.choice(.recomputation)
    precision = section.choice(.precision)
    let checkpoints = section.group(.checkpoints, as: CheckpointKey.self)
    checkpointInterval = checkpoints?.integer(.every, in: TrainingJob.counts)
    keptCheckpointCount = checkpoints?.integer(.keep, in: TrainingJob.keptCounts)
    threads = section.integer(.threads, in: EvaluationJob.threadCounts)
    ranks = section.integer(.ranks, in: EvaluationJob.rankCounts)
  }

  /// Replaces the defaults of a job by what is given.
  func write(into job: inout TrainingJob) {
    if let isAugmented { job.isAugmented = isAugmented }
    job.largestGradientNorm = largestGradientNorm
    if let seed { job.seed = seed }
    if let batchNorm { job.batchNorm = batchNorm }
    if let exchange { job.exchange = exchange }
    if let bucketSize { job.bucketSize = bucketSize }
    if let bucketsInFlight { job.bucketsInFlight = bucketsInFlight }
    if let recomputation { job.recomputation = recomputation }
    if let precision { job.precision = precision }
    if let checkpointInterval { job.checkpointInterval = checkpointInterval }
    if let keptCheckpointCount { job.keptCheckpointCount = keptCheckpointCount }
    job.threads = threads
    job.ranks = ranks
  }
}
