public import Networks
public import Training

/// What `equipoise train` is asked to do: a model, images, and how the one learns from the other.
///
/// Decoded from a job file by ``init(yaml:path:overrides:)``, which refuses what cannot be.
public struct TrainingJob: Hashable, Sendable {
  /// Images that a global batch may have.
  public static let batchSizes = 1...65_536
  /// Iterations, epochs and intervals that are accepted.
  public static let counts = 1...1_000_000_000
  /// Numbers of checkpoints that may be kept.
  public static let keptCounts = 1...1000
  /// Sizes of buckets that are accepted, in KiB.
  public static let bucketSizes = 1...1 << 20
  /// 4 MiB: a bucket then takes much longer than the messages' latency.
  public static let defaultBucketSize = 4096
  /// Numbers of buckets under way that are accepted.
  public static let bucketCounts = 1...1024
  /// The buckets under way unless said otherwise.
  public static let defaultBucketsInFlight = 4
  /// Weights of tasks and classes, and limits of the gradient's norm, that are accepted.
  public static let weights = 0.0...1e9

  /// How long the training goes on.
  public enum Length: Hashable, Sendable {
    /// So many batches.
    case iterations(Int)
    /// So many times over the data.
    case epochs(Int)
  }

  /// A short name for paths and curves.
  public var name: String
  /// The images; the extents are those of what the network sees: of the crop.
  public var data: DataSelection
  /// Whether images are scaled, mirrored and cropped at random.
  public var isAugmented = true
  /// The model, and the weights to start from.
  public var model: ModelSelection
  /// What the steps of an iteration see.
  public var mode: TrainingModeName
  /// The attack, where a step sees adversarial images.
  public var attack: AttackConfiguration?
  /// How parameters move.
  public var optimizer: OptimizerRule
  /// How fast.
  public var learningRate: LearningRate
  /// How the tasks' losses are added up.
  public var weighting: LossWeighting
  /// The largest norm of a step's gradient; any when nil.
  public var largestGradientNorm: Double?
  /// Images of a batch, of all ranks together.
  public var batchSize: Int
  /// When it ends.
  public var length: Length
  /// The seed of the order of images, of augmentation, dropout and random starts.
  public var seed: UInt64 = 0
  /// Whose images batch norms measure.
  public var batchNorm = BatchNormScope.local
  /// How gradients become an update.
  public var exchange = GradientExchange.root
  /// KiB of gradients that are summed at once.
  public var bucketSize = TrainingJob.defaultBucketSize
  /// Such sums that are under way at the same time.
  public var bucketsInFlight = TrainingJob.defaultBucketsInFlight
  /// What the backward pass computes again.
  public var recomputation = TrainingOptions.Recomputation.none
  /// Number format of the attack's passes.
  public var precision = Precision.float32
  /// The measurements in between, if any.
  public var validation: ValidationSettings?
  /// Iterations between two checkpoints.
  public var checkpointInterval = 1000
  /// How many checkpoints are kept.
  public var keptCheckpointCount = 3
  /// Threads of every rank; its share of the cores when nil.
  public var threads: Int?
  /// The number of ranks that the job is meant for; any when nil.
  public var ranks: Int?
  /// The folder of checkpoints, curves and the model, relative to the current directory.
  public var output: String

  /// Creates a job with the defaults of job files.
  public init(
    name: String, data: DataSelection, model: ModelSelection, mode: TrainingModeName,
    attack: AttackConfiguration? = nil, optimizer: OptimizerRule, learningRate: LearningRate,
    batchSize: Int, length: Length, output: String
  ) {
    precondition((attack == nil) == (mode == .clean), "\(mode) with \("\(attack as Any)")")
    self.name = name
    self.data = data
    self.model = model
    self.mode = mode
    self.attack = attack
    self.optimizer = optimizer
    self.learningRate = learningRate
    self.batchSize = batchSize
    self.length = length
    self.output = output
    weighting = .fixed([Double](repeating: 1, count: model.tasks.count))
  }

  /// The number of iterations over a number of images.
  public func iterationCount(imageCount: Int) -> Int {
    switch length {
    case .iterations(let count): count
    case .epochs(let count): count * ((imageCount + batchSize - 1) / batchSize)
    }
  }

  /// Holds the number of ranks against the job's expectation.
  /// - Throws: ``JobMismatch`` when the job is meant for another number.
  public func check(rankCount: Int) throws(JobMismatch) {
    guard let ranks, ranks != rankCount else { return }
    throw JobMismatch("ranks", of: "mpirun", expected: "\(ranks)", found: "\(rankCount)")
  }
}
