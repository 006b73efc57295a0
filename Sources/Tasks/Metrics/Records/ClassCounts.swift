/// What the segmentation of some pixels comes to: confusion matrices and the cross entropy.
///
/// A confusion matrix has a row for every true class; its columns are the predicted classes and one
/// more for pixels whose scores are not numbers.
public struct ClassCounts: Hashable, Sendable {
  /// Number of classes.
  public let classCount: Int
  /// Cross entropy at the label's resolution over all pixels with a label.
  public let crossEntropy: LossSum
  /// The confusion matrix of all pixels with a label; NaN counts as the greatest score, as in
  /// PyTorch.
  public let published: SparseCounts
  /// The confusion matrix without uncertain pixels.
  public let strict: SparseCounts

  /// Number of cells of a confusion matrix.
  static func cellCount(_ classCount: Int) -> Int { classCount * (classCount + 1) }
}
