/// What one prediction comes to in the metrics of its task: sums, counts, confusion matrices and a
/// histogram, from which the metrics of any set of images follow in both modes.
///
/// Counts add up exactly, in any order. Sums are of double precision: added in the same order they
/// give the same bits.
public struct MetricRecord: Hashable, Sendable {
  /// The part that depends on the kind of the task.
  public enum Content: Hashable, Sendable {
    /// Segmentation.
    case classes(ClassCounts)
    /// Surface normals; the counts are those of ``AngleBins``.
    case normals(AngleTotals, histogram: SparseCounts)
    /// Depth.
    case depth(ErrorTotals, RatioTotals)
    /// Keypoints and edges.
    case response(ErrorTotals)
  }

  /// The loss at the prediction's resolution.
  public let loss: LossSum
  /// Everything else.
  public let content: Content

  /// Whether the record is one of a convention's predictions.
  public func fits(_ convention: TaskConvention) -> Bool {
    switch (content, convention.target) {
    case (.classes(let counts), .classes(let count, _)): counts.classCount == count
    case (.normals, .normals), (.depth, .depth), (.response, .response): true
    default: false
    }
  }
}
