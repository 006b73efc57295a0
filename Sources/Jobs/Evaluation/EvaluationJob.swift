public import Networks
public import Tasks

/// What `equipoise run` is asked to do: a model, images, and the attacks on them.
///
/// Decoded from a job file by ``init(yaml:path:overrides:)``, which refuses what cannot be.
public struct EvaluationJob: Hashable, Sendable {
  /// Images that a batch may have.
  public static let batchSizes = 1...1024
  /// Threads that a rank may be told to use.
  public static let threadCounts = 1...1024
  /// Ranks that a job may expect.
  public static let rankCounts = 1...65_536
  /// Images of which pictures can be kept.
  public static let galleryCounts = 0...64
  /// Most configurations of a job.
  public static let largestAttackCount = 10_000

  /// A short name for tables and paths.
  public var name: String
  /// The images.
  public var data: DataSelection
  /// The model.
  public var model: ModelSelection
  /// The attacks with their budgets, in the order of results; no two are equal.
  public var attacks: [AttackConfiguration]
  /// The seed of all random starts and of the bootstrap.
  public var seed: UInt64 = 0
  /// Images that are attacked together.
  public var batchSize = 1
  /// Number format of the attacks' passes; results are always evaluated in single precision.
  public var precision = Precision.float32
  /// Whether every step's losses are recorded.
  public var recordsSteps = false
  /// The ways of measuring that are reported.
  public var metricModes = Set(MetricMode.allCases)
  /// How images are handed out.
  public var handOut = HandOut.dynamic
  /// Whether rank zero computes too.
  public var coordination = Coordination.auto
  /// Threads of every rank; its share of the cores when nil.
  public var threads: Int?
  /// The number of ranks that the job is meant for; any when nil.
  public var ranks: Int?
  /// The results directory, relative to the current one.
  public var output: String
  /// The forms in which adversarial examples are kept.
  public var adversarialExamples: Set<AdversarialFormat> = []
  /// Number of images of which pictures are kept for the report.
  public var galleryCount = 4
  /// How confidence intervals are found.
  public var bootstrap = BootstrapSettings()

  /// Creates a job with the defaults of job files.
  /// - Precondition: no two configurations are equal.
  public init(
    name: String, data: DataSelection, model: ModelSelection, attacks: [AttackConfiguration],
    output: String
  ) {
    precondition(Set(attacks).count == attacks.count, "two equal configurations")
    self.name = name
    self.data = data
    self.model = model
    self.attacks = attacks
    self.output = output
  }

  /// Holds the number of ranks against the job's expectation.
  /// - Throws: ``JobMismatch`` when the job is meant for another number.
  public func check(rankCount: Int) throws(JobMismatch) {
    guard let ranks, ranks != rankCount else { return }
    throw JobMismatch(
      "ranks", of: "mpirun", expected: "\(ranks)", found: "\(rankCount)")
  }
}
