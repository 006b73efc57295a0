public import Jobs

/// How the ranks of a run share the work of a step.
public struct StepDistribution: Hashable, Sendable {
  /// Who updates parameters.
  public var exchange: GradientExchange
  /// Whose images batch norms measure.
  public var batchNorm: BatchNormScope
  /// Bytes of gradients that are summed at once.
  public var bucketByteCount: Int
  /// Buckets that are under way at the same time, each with two copies on a rank.
  public var bucketsInFlight: Int

  /// Creates a description.
  /// - Precondition: at least four bytes, and one bucket.
  public init(
    exchange: GradientExchange = .root, batchNorm: BatchNormScope = .local,
    bucketByteCount: Int = TrainingJob.defaultBucketSize << 10,
    bucketsInFlight: Int = TrainingJob.defaultBucketsInFlight
  ) {
    precondition(
      bucketByteCount >= 4 && bucketsInFlight >= 1,
      "\(bucketsInFlight) buckets of \(bucketByteCount) bytes")
    self.exchange = exchange
    self.batchNorm = batchNorm
    self.bucketByteCount = bucketByteCount
    self.bucketsInFlight = bucketsInFlight
  }
}

extension TrainingJob {
  /// How ranks share the work of the job's steps.
  public var distribution: StepDistribution {
    StepDistribution(
      exchange: exchange, batchNorm: batchNorm, bucketByteCount: bucketSize << 10,
      bucketsInFlight: bucketsInFlight)
  }
}
