/// The loss of one task for one image.
public struct TaskLoss: Hashable, Sendable, BitwiseCopyable {
  /// The loss; 0 when no pixel is valid, NaN when a prediction is.
  public let value: Double
  /// Whether the task's label has no valid pixel in this image: the loss is defined as 0 and has
  /// no gradient, and no strategy counts it.
  public let isEmpty: Bool

  /// Creates a loss.
  public init(_ value: Double, isEmpty: Bool = false) {
    self.value = value
    self.isEmpty = isEmpty
  }

  /// The loss of a task whose label has no valid pixel.
  public static let empty = TaskLoss(0, isEmpty: true)
}
