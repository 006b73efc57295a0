/// The losses of a batch: a row for each image, a column for each task.
public struct LossTable: Hashable, Sendable {
  /// Number of rows.
  public let imageCount: Int
  /// Number of columns.
  public let taskCount: Int
  private var entries: [TaskLoss]

  /// Creates a table of empty losses.
  public init(imageCount: Int, taskCount: Int) {
    self.imageCount = imageCount
    self.taskCount = taskCount
    entries = [TaskLoss](repeating: .empty, count: imageCount * taskCount)
  }

  /// The loss of one task for one image.
  public subscript(image: Int, task: Int) -> TaskLoss {
    get { entries[image * taskCount + task] }
    set { entries[image * taskCount + task] = newValue }
  }

  /// The losses of one image, in the order of the tasks.
  @_lifetime(borrow self)
  public func row(_ image: Int) -> Span<TaskLoss> {
    entries.span.extracting(image * taskCount..<(image + 1) * taskCount)
  }

  /// Whether every loss of an image is a finite number.
  public func isFinite(_ image: Int) -> Bool {
    for task in 0..<taskCount where !self[image, task].value.isFinite { return false }
    return true
  }
}
