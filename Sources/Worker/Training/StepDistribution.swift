/// How the ranks of a run share the work of a step.
public struct StepDistribution: Hashable, Sendable {
  /// Who updates parameters.
  public enum Update: Hashable, Sendable {
    /// Rank zero: it sums all gradients and sends the parameters to all.
    case root
    /// Every rank a part: it sums the gradients of its part, and all send their parts to all.
    case sharded
  }

  /// Who updates parameters.
  public var update: Update
  /// Whether batch norms take their statistics of the global batch.
  public var synchronisesBatchNorm: Bool
  /// Bytes of gradients that are summed at once.
  public var bucketByteCount: Int
  /// Buckets that are under way at the same time.
  public var bucketsInFlight: Int

  /// 4 MiB: a bucket then takes much longer than the messages' latency, and most layers have one.
  public static let defaultBucketByteCount = 4 << 20
  /// The buckets under way, each with two copies on a rank.
  public static let defaultBucketsInFlight = 4

  /// Creates a description.
  /// - Precondition: at least four bytes, and one bucket.
  public init(
    update: Update = .root, synchronisesBatchNorm: Bool = false,
    bucketByteCount: Int = defaultBucketByteCount, bucketsInFlight: Int = defaultBucketsInFlight
  ) {
    precondition(
      bucketByteCount >= 4 && bucketsInFlight >= 1,
      "\(bucketsInFlight) buckets of \(bucketByteCount) bytes")
    self.update = update
    self.synchronisesBatchNorm = synchronisesBatchNorm
    self.bucketByteCount = bucketByteCount
    self.bucketsInFlight = bucketsInFlight
  }
}
