/// Dynamic gradient balancing: the gradient of the averaged relative loss change.
///
/// To first order a perturbation d changes R by c . d with c the mean of grad L_i / L_i; over a
/// box the best d is sign(c), coordinate by coordinate (Zhang et al., arXiv 2305.12066, section
/// "Dynamic Gradient Balancing Attack"). c is the gradient of sum w_i L_i with w_i = 1 / L_i held
/// constant, so that one backward pass gives it. The factor 1/T is left out.
///
/// Two denominators must not be confused: the direction's and the objective's. A denominator
/// below ``LossScale/floor`` is replaced by it and flagged.
public struct Balanced: BalancingStrategy {
  /// What the gradients are divided by: the current losses, as in the method.
  public let direction: LossScale
  /// What the objective's changes are relative to: `.clean`, or `.dataset` as in the published
  /// code.
  public let objective: LossScale

  /// Creates the strategy.
  public init(direction: LossScale = .current, objective: LossScale = .clean) {
    self.direction = direction
    self.objective = objective
  }

  /// `balanced`.
  public var name: String { "balanced" }

  /// Checks the denominators.
  public func validate(taskCount: Int) throws {
    try direction.validate(taskCount: taskCount, as: .direction)
    try objective.validate(taskCount: taskCount, as: .objective)
    if objective == .current {
      throw AttackError(.objective, of: name, expected: "clean or dataset", found: "current")
    }
  }

  /// A state that knows the clean losses.
  public func balancer(cleanLosses: [TaskLoss]) -> any TaskBalancer {
    Balancer(
      direction: direction, change: RelativeChange(scale: objective, clean: cleanLosses))
  }

  private struct Balancer: TaskBalancer {
    let direction: LossScale
    let change: RelativeChange

    func weigh(_ losses: Span<TaskLoss>, into weights: inout MutableSpan<Double>) -> Bool {
      direction.reciprocals(losses, clean: change.clean, into: &weights)
    }

    func objective(_ losses: Span<TaskLoss>) -> Double { change.mean(losses) }
  }
}

extension LossScale {
  /// Writes 1 over every denominator, 0 for empty tasks.
  /// - Returns: whether one was floored.
  func reciprocals(
    _ losses: Span<TaskLoss>, clean: [TaskLoss], into weights: inout MutableSpan<Double>
  ) -> Bool {
    var isFloored = false
    for task in losses.indices {
      guard !losses[task].isEmpty else {
        weights[task] = 0
        continue
      }
      let found = denominator(of: task, current: losses[task], clean: clean[task])
      weights[task] = 1 / found.value
      isFloored = isFloored || found.isFloored
    }
    return isFloored
  }
}
