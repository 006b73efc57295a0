/// Confidence intervals of a relative performance; nil where no replicate has a finite value.
public struct PerformanceIntervals: Hashable, Sendable {
  /// One task.
  public struct Entry: Hashable, Sendable {
    /// Of the mean over the task's metrics.
    public let performance: ConfidenceInterval?
    /// Of the relative change of the loss.
    public let loss: ConfidenceInterval?
  }

  /// The tasks, in the order of the performance's entries.
  public let entries: [Entry]
  /// Of the mean over the tasks.
  public let average: ConfidenceInterval?
  /// Of the mean over the tasks of the losses' relative changes.
  public let averageLoss: ConfidenceInterval?

  init(_ replicates: [RelativePerformance], level: Double) {
    func interval(_ value: (RelativePerformance) -> Double?) -> ConfidenceInterval? {
      ConfidenceInterval(of: replicates.map(value), level: level)
    }
    entries = (replicates.first?.entries.indices ?? 0..<0).map { task in
      Entry(
        performance: interval { $0.entries[task].performance },
        loss: interval { $0.entries[task].loss })
    }
    average = interval(\.average)
    averageLoss = interval(\.averageLoss)
  }
}
