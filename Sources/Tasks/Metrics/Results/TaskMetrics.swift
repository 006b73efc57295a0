/// The metrics of one task over a set of images, in one mode.
public struct TaskMetrics: Hashable, Sendable {
  /// One metric and its value.
  public struct Entry: Hashable, Sendable {
    /// The metric.
    public let metric: Metric
    /// Its value; nil in `strict` mode when it is not defined: no valid pixel, a mean over
    /// predictions of which some are not finite, or angles of a network that predicts none. In
    /// `paper` mode there is always a number, which may be NaN, or infinite.
    public let value: Double?

    /// Creates an entry.
    public init(_ metric: Metric, _ value: Double?) {
      self.metric = metric
      self.value = value
    }
  }

  /// The task.
  public let task: DenseTask
  /// Whose definitions.
  public let mode: MetricMode
  /// The metrics in the order in which they are reported, without the loss.
  public let entries: [Entry]
  /// The loss: in `paper` mode the mean of the images' losses, in `strict` mode pooled over pixels.
  public let loss: Double?

  /// Creates metrics.
  public init(task: DenseTask, mode: MetricMode, entries: [Entry], loss: Double?) {
    self.task = task
    self.mode = mode
    self.entries = entries
    self.loss = loss
  }

  /// Creates the metrics of a convention from what the published code reported.
  /// - Parameter values: values by the names of the metrics and of the loss; what is missing is not
  ///   defined.
  public init(
    published values: [String: Double], _ convention: TaskConvention, _ benchmark: LabelDialect
  ) {
    self.init(
      task: convention.task, mode: .paper,
      entries: convention.metrics(.paper, of: benchmark).map { Entry($0, values[$0.rawValue]) },
      loss: values[Metric.loss.rawValue])
  }

  /// The value of a metric; nil when it is not reported or not defined.
  public subscript(metric: Metric) -> Double? {
    metric == .loss ? loss : entries.first { $0.metric == metric }?.value
  }
}
