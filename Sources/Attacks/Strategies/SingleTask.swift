/// The gradient of one task's loss; the other tasks are not attacked.
public struct SingleTask: BalancingStrategy {
  /// The task, by its position in the model.
  public let task: Int

  /// Creates the strategy.
  public init(_ task: Int) { self.task = task }

  /// `single(TASK)`.
  public var name: String { "single(\(task))" }

  /// Checks that there is such a task.
  public func validate(taskCount: Int) throws {
    guard (0..<taskCount).contains(task) else {
      throw AttackError(
        .task, of: name, expected: "a task among 0..<\(taskCount)", found: "\(task)")
    }
  }

  /// One state fits all images.
  public func balancer(cleanLosses: [TaskLoss]) -> any TaskBalancer { Balancer(task: task) }

  private struct Balancer: TaskBalancer {
    let task: Int

    func weigh(_ losses: Span<TaskLoss>, into weights: inout MutableSpan<Double>) -> Bool {
      weights.update(repeating: 0)
      if !losses[task].isEmpty { weights[task] = 1 }
      return false
    }

    func objective(_ losses: Span<TaskLoss>) -> Double { losses[task].value }
  }
}
