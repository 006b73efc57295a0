import Foundation

/// What `TrainingProbe` is to do, on every rank of a job.
public struct TrainingProbeJob: Codable, Sendable {
  /// Whether every rank updates a part of the parameters.
  public var isSharded = false
  /// Whether batch norms measure the images of all ranks.
  public var isSynchronised = true
  /// Adam with the published settings, or gradient descent with momentum.
  public var usesAdam = false
  /// Whether a step on adversarial images follows every step.
  public var isAdversarial = false
  /// Probability of dropout before the heads.
  public var dropout = 0.0
  /// The largest norm of a gradient.
  public var gradientLimit: Double?
  /// Images of the batches, in turn.
  public var batchSizes = [4]
  /// Iterations.
  public var iterations = 20
  /// Bytes of a bucket of gradients.
  public var bucketByteCount = 4096
  /// Buckets under way.
  public var bucketsInFlight = 2
  /// A rank whose images cannot be read in iteration 1.
  public var failingRank: Int?
  /// A rank with an image in iteration 1 that has values without a number.
  public var poisonedRank: Int?
  /// The file that rank zero writes its outcome to.
  public var output: String

  /// Creates a job with defaults.
  public init(output: String) { self.output = output }

  /// The job as an argument.
  public func argument() throws -> String {
    String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
  }
}

/// What rank zero saw of such a job.
public struct TrainingProbeOutcome: Codable, Sendable, Equatable {
  /// The losses of every step.
  public var losses: [[Double]] = []
  /// The samples of every iteration, rank after rank.
  public var samples: [[[Int]]] = []
  /// The gradient before the first update, over all ranks.
  public var gradient: [Float] = []
  /// Trainable values at the end.
  public var values: [Float] = []
  /// Running statistics at the end.
  public var statistics: [Float] = []
  /// The norms of the gradients, where they were limited.
  public var norms: [Double] = []
  /// How many values each rank updates.
  public var ownedCounts: [Int] = []

  /// Creates an outcome of nothing.
  public init() {}
}
