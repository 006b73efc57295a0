/// The factors of the losses in a weighted sum: a row for each image, a column for each task.
///
/// 0 leaves a loss out; a column of zeros leaves out the task's branch of the network.
public struct TaskWeights: Hashable, Sendable {
  /// Number of rows.
  public let imageCount: Int
  /// Number of columns.
  public let taskCount: Int
  private var entries: [Double]

  /// Creates weights of 0.
  public init(imageCount: Int, taskCount: Int) {
    self.imageCount = imageCount
    self.taskCount = taskCount
    entries = [Double](repeating: 0, count: imageCount * taskCount)
  }

  /// The weight of one task for one image.
  public subscript(image: Int, task: Int) -> Double {
    get { entries[image * taskCount + task] }
    set { entries[image * taskCount + task] = newValue }
  }

  /// The weights of one image, in the order of the tasks.
  @_lifetime(borrow self)
  public func row(_ image: Int) -> Span<Double> {
    entries.span.extracting(image * taskCount..<(image + 1) * taskCount)
  }

  /// Lets `body` change the weights of one image, in the order of the tasks.
  public mutating func withRow<Result>(
    _ image: Int, _ body: (inout MutableSpan<Double>) throws -> Result
  ) rethrows -> Result {
    let range = image * taskCount..<(image + 1) * taskCount
    var all = entries.mutableSpan
    var row = all._mutatingExtracting(range)
    return try body(&row)
  }

  /// Sets all weights to 0.
  public mutating func clear() {
    for index in entries.indices { entries[index] = 0 }
  }

  /// Whether any image has a weight for a task.
  public func uses(task: Int) -> Bool {
    for image in 0..<imageCount where self[image, task] != 0 { return true }
    return false
  }
}
