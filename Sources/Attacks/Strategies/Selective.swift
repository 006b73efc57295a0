/// Raises the losses of the chosen tasks while it holds those of the others where they are.
///
/// Maximises the mean relative change of the chosen tasks less `restraint` times the mean
/// magnitude of the others' changes; the direction is that objective's gradient, with the current
/// losses as the chosen tasks' denominators. A held task has no weight while its loss is the
/// clean one.
public struct Selective: BalancingStrategy {
  /// The tasks to attack, by position.
  public let tasks: Set<Int>
  /// How much the others' changes count.
  public let restraint: Double

  /// Creates the strategy.
  public init(_ tasks: Set<Int>, restraint: Double = 1) {
    self.tasks = tasks
    self.restraint = restraint
  }

  /// `selective(TASKS)`.
  public var name: String {
    "selective(\(tasks.sorted().map { "\($0)" }.joined(separator: ",")))"
  }

  /// Checks the tasks.
  public func validate(taskCount: Int) throws {
    guard !tasks.isEmpty, tasks.allSatisfy({ (0..<taskCount).contains($0) }) else {
      throw AttackError(
        .tasks, of: name, expected: "tasks among 0..<\(taskCount)", found: "\(tasks.sorted())")
    }
    guard restraint >= 0, restraint.isFinite else {
      throw AttackError(.restraint, of: name, expected: "0 or more", found: "\(restraint)")
    }
  }

  /// A state that knows the clean losses.
  public func balancer(cleanLosses: [TaskLoss]) -> any TaskBalancer {
    Balancer(strategy: self, change: RelativeChange(scale: .clean, clean: cleanLosses))
  }

  private struct Balancer: TaskBalancer {
    let strategy: Selective
    let change: RelativeChange

    func weigh(_ losses: Span<TaskLoss>, into weights: inout MutableSpan<Double>) -> Bool {
      let (chosen, held) = shares(losses)
      var isFloored = false
      for task in losses.indices {
        guard let relative = change.of(task, losses) else {
          weights[task] = 0
          continue
        }
        let isChosen = strategy.tasks.contains(task)
        let found = (isChosen ? LossScale.current : .clean).denominator(
          of: task, current: losses[task], clean: change.clean[task])
        let sign: Double = relative > 0 ? 1 : relative < 0 ? -1 : 0
        weights[task] = (isChosen ? chosen : -held * sign) / found.value
        isFloored = isFloored || found.isFloored
      }
      return isFloored
    }

    func objective(_ losses: Span<TaskLoss>) -> Double {
      let (chosen, held) = shares(losses)
      var sum = 0.0
      for task in losses.indices {
        guard let relative = change.of(task, losses) else { continue }
        sum += strategy.tasks.contains(task) ? chosen * relative : -held * abs(relative)
      }
      return sum
    }

    /// What one chosen task and one held task count.
    private func shares(_ losses: Span<TaskLoss>) -> (chosen: Double, held: Double) {
      var chosen = 0
      var held = 0
      for task in losses.indices where !losses[task].isEmpty {
        if strategy.tasks.contains(task) { chosen += 1 } else { held += 1 }
      }
      return (1 / Double(max(chosen, 1)), strategy.restraint / Double(max(held, 1)))
    }
  }
}
