/// What a run found, over all images: `summary.json`.
///
/// A function of the records and the job. docs/results-format.md describes every key; numbers that
/// are not defined are missing, those that are not finite are texts.
public struct RunSummary: Codable, Hashable, Sendable {
  /// One metric of a task.
  public struct MetricResult: Codable, Hashable, Sendable {
    /// Its name.
    public var metric: String
    /// Whether smaller is better.
    public var lowerIsBetter: Bool
    /// The clean model's value.
    public var clean: Double?
    /// The attacked model's value; missing in results of the clean model.
    public var attacked: Double?
  }

  /// One task.
  public struct TaskResult: Codable, Hashable, Sendable {
    /// Its name.
    public var task: String
    /// Its metrics, the loss last.
    public var metrics: [MetricResult]
    /// The relative performance: the mean over the metrics, but for the loss, of the relative
    /// change, worse is negative.
    public var performance: Double?
    /// Where the true value is to be expected, by resampling the images.
    public var performanceInterval: Interval?
    /// The relative change of the loss, negative when it rises.
    public var lossChange: Double?
  }

  /// A confidence interval.
  public struct Interval: Codable, Hashable, Sendable {
    /// Its lower end.
    public var low: Double
    /// Its upper end.
    public var high: Double
  }

  /// All tasks, in one mode.
  public struct ModeResult: Codable, Hashable, Sendable {
    /// `paper` or `strict`.
    public var mode: String
    /// The tasks, in canonical order.
    public var tasks: [TaskResult]
    /// The mean of the tasks' relative performances.
    public var average: Double?
    /// Its confidence interval.
    public var averageInterval: Interval?
  }

  /// One attack of the job.
  public struct AttackResult: Codable, Hashable, Sendable {
    /// Its number in the job, from 1.
    public var configuration: Int
    /// Norm, radius and all settings.
    public var description: String
    /// Name of the method.
    public var method: String
    /// Name of the strategy.
    public var strategy: String
    /// The tasks whose losses the attack raises.
    public var attackedTasks: [String]
    /// Name of the norm.
    public var norm: String
    /// The radius in pixel values.
    public var radius: Double
    /// Number of steps.
    public var steps: Int
    /// All settings but radius, steps and strategy: attacks of one curve share it.
    public var family: String
    /// The mean over images of the mean relative change of the losses, positive when they rise.
    public var lossChange: Double
    /// How many images have each flag that was raised.
    public var flags: [String: Int]
    /// The results by mode.
    public var modes: [ModeResult]
  }

  /// Attacks on one task each, measured on all tasks.
  public struct Transfer: Codable, Hashable, Sendable {
    /// What the attacks have in common.
    public var attack: String
    /// `paper` or `strict`.
    public var mode: String
    /// The attacked tasks, one for each row.
    public var attacked: [String]
    /// The measured tasks, one for each column.
    public var measured: [String]
    /// The relative performances.
    public var performance: [[Double?]]
    /// The mean over attacked tasks.
    public var direct: Double?
    /// The mean over tasks that were not attacked.
    public var transferred: Double?
  }

  /// Something that is not plausible.
  public struct Flag: Codable, Hashable, Sendable {
    /// What, in a few words.
    public var kind: String
    /// Which results, in a sentence.
    public var explanation: String
  }

  /// Name and version of the format.
  static let formatName = "equipoise-summary"
  static let formatVersion = 1

  /// Name of the format.
  public var format = Self.formatName
  /// Version of the format.
  public var version = Self.formatVersion
  /// The job's name.
  public var job: String
  /// The digest of the identity of the results.
  public var identity: String
  /// The data set's kind.
  public var kind: String
  /// Number of images.
  public var imageCount: Int
  /// Kind of the model's backbone.
  public var backbone: String
  /// What the tasks share.
  public var layout: String
  /// Number of the layout, where it is known by one.
  public var layoutNumber: Int?
  /// Level of the confidence intervals.
  public var confidenceLevel: Double
  /// The clean model by mode; its tasks have no performance.
  public var clean: [ModeResult]
  /// The attacks, in the order of the job.
  public var attacks: [AttackResult]
  /// How attacks on one task each carry over to the others.
  public var transfer: [Transfer]
  /// What is not plausible.
  public var flags: [Flag]
}
