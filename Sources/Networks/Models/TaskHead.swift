/// A task with the head that predicts it.
public struct TaskHead: Hashable, Sendable {
  /// Name of the task; part of its parameters' names.
  public var task: String
  /// The head.
  public var head: ASPPHead

  /// Creates a task's head.
  public init(task: String, head: ASPPHead) {
    self.task = task
    self.head = head
  }
}
