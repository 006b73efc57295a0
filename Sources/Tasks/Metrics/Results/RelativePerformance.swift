/// How much worse an attacked model is than the clean one: for every task the mean over its metrics
/// of the relative change, and the mean over the tasks. Worse is negative.
///
/// In `paper` mode as published: of rounded metrics, each task's mean rounded to six decimals and
/// the mean over tasks to four; a clean value of zero makes it infinite or NaN. In `strict` mode
/// nothing is rounded, and what has no relative change is left out and flagged: a metric that is not
/// defined for the clean or the attacked model, or zero for the clean one.
public struct RelativePerformance: Hashable, Sendable {
  /// One task.
  public struct Entry: Hashable, Sendable {
    /// The task.
    public let task: DenseTask
    /// The mean over the metrics; nil when none of them has a relative change.
    public let performance: Double?
    /// The relative change of the loss, negative when it rises; nil when it has none.
    public let loss: Double?
  }

  /// A metric, or the loss, that has no relative change.
  public struct Gap: Hashable, Sendable {
    /// Why there is none.
    public enum Reason: String, Hashable, Sendable {
      /// The metric is not defined for one of the two models.
      case notDefined = "not-defined"
      /// The clean model's value is zero.
      case zeroBaseline = "zero-baseline"
    }

    /// The task.
    public let task: DenseTask
    /// The metric.
    public let metric: Metric
    /// Why.
    public let reason: Reason
  }

  /// Whose definitions.
  public let mode: MetricMode
  /// The tasks, in the order in which they were given.
  public let entries: [Entry]
  /// The mean over the tasks that have a performance ("average relative accuracy"), nil if none.
  public let average: Double?
  /// The mean over the tasks of the losses' relative changes, nil if none has one.
  public let averageLoss: Double?
  /// What was left out, in `strict` mode.
  public let gaps: [Gap]

  /// Compares an attacked model with the clean one.
  /// - Precondition: the same tasks and modes with the same metrics, in the same order.
  public init(of attacked: [TaskMetrics], against clean: [TaskMetrics], mode: MetricMode) {
    precondition(
      attacked.count == clean.count
        && zip(attacked, clean).allSatisfy { found, baseline in
          found.mode == mode && baseline.mode == mode && found.task == baseline.task
            && found.entries.map(\.metric) == baseline.entries.map(\.metric)
        }, "metrics of \(attacked.map(\.task)) against \(clean.map(\.task)), \(mode)")
    self.mode = mode
    switch mode {
    case .paper:
      let published = zip(attacked, clean).map { PublishedChange(of: $0, against: $1) }
      entries = published.map {
        Entry(task: $0.task, performance: $0.performance.value, loss: $0.loss.value)
      }
      average = Self.published(published.map(\.performance))
      averageLoss = Self.published(published.map(\.loss))
      gaps = []
    case .strict:
      var gaps: [Gap] = []
      entries = zip(attacked, clean).map { Self.strict($0, $1, &gaps) }
      average = Self.mean(entries.compactMap(\.performance))
      averageLoss = Self.mean(entries.compactMap(\.loss))
      self.gaps = gaps
    }
  }

  private static func published(_ numbers: [PublishedNumber]) -> Double? {
    numbers.total().map { ($0 / numbers.count).rounded(4).value }
  }

  private static func mean(_ numbers: [Double]) -> Double? {
    numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
  }

  private static func strict(
    _ attacked: TaskMetrics, _ clean: TaskMetrics, _ gaps: inout [Gap]
  ) -> Entry {
    func change(_ metric: Metric) -> Double? {
      guard let found = attacked[metric], let baseline = clean[metric] else {
        gaps.append(Gap(task: clean.task, metric: metric, reason: .notDefined))
        return nil
      }
      guard baseline != 0 else {
        gaps.append(Gap(task: clean.task, metric: metric, reason: .zeroBaseline))
        return nil
      }
      let difference = metric.isBetterLower ? baseline - found : found - baseline
      return difference / abs(baseline)
    }
    let changes = clean.entries.compactMap { change($0.metric) }
    return Entry(task: clean.task, performance: mean(changes), loss: change(.loss))
  }
}

/// The published relative change of one task, in the precision of its metrics.
private struct PublishedChange {
  let task: DenseTask
  let performance: PublishedNumber
  let loss: PublishedNumber

  init(of attacked: TaskMetrics, against clean: TaskMetrics) {
    func change(_ metric: Metric) -> PublishedNumber {
      let found = PublishedNumber(attacked[metric] ?? .nan, of: metric)
      let baseline = PublishedNumber(clean[metric] ?? .nan, of: metric)
      let difference = metric.isBetterLower ? baseline - found : found - baseline
      return difference / baseline
    }
    task = clean.task
    let changes = clean.entries.map { change($0.metric) }
    performance =
      changes.total().map { ($0 / changes.count).rounded(6) } ?? .double(.nan)
    loss = change(.loss).rounded(6)
  }
}
