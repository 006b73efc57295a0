/// The metrics of all tasks in every replicate of a bootstrap, under one configuration.
public struct Resamples: Sendable {
  /// How the replicates were drawn.
  public let bootstrap: Bootstrap
  /// Whose definitions.
  public let mode: MetricMode
  /// Number of images that were drawn from.
  public let imageCount: Int
  /// The metrics of the tasks, for every replicate.
  let replicates: [[TaskMetrics]]

  init(
    bootstrap: Bootstrap, mode: MetricMode, imageCount: Int, _ replicates: [[TaskMetrics]]
  ) {
    self.bootstrap = bootstrap
    self.mode = mode
    self.imageCount = imageCount
    self.replicates = replicates
  }

  /// The interval of one task's metric or loss; nil where no replicate has a finite value.
  /// - Precondition: the task is one of those resampled, by its position.
  public func interval(of metric: Metric, task: Int) -> ConfidenceInterval? {
    ConfidenceInterval(of: replicates.map { $0[task][metric] }, level: bootstrap.level)
  }

  /// The intervals of the relative performance against the clean model.
  ///
  /// Both are compared replicate by replicate, so that what images have in common in both cancels.
  /// - Precondition: the same bootstrap, mode, images and tasks.
  public func performance(against clean: Resamples) -> PerformanceIntervals {
    precondition(
      bootstrap == clean.bootstrap && mode == clean.mode && imageCount == clean.imageCount,
      "replicates of \(imageCount) images against some of \(clean.imageCount)")
    return PerformanceIntervals(
      zip(replicates, clean.replicates).map {
        RelativePerformance(of: $0, against: $1, mode: mode)
      }, level: bootstrap.level)
  }
}
