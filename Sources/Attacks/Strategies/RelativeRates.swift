/// Weights that lift the tasks whose losses have risen least since the first step.
///
/// Task i has the weight L_i(first) / L_i(current), the inverse of its relative rate, on its own
/// gradient: after WGD of Ghamizi et al., "Adversarial robustness in multi-task learning: promises
/// and illusions" (AAAI 2022). In the first step it is the total loss's direction. The objective is
/// that of `Balanced`.
public struct RelativeRates: BalancingStrategy {
  /// Creates the strategy.
  public init() {}

  /// `relative-rates`.
  public var name: String { "relative-rates" }

  /// A state that waits for the first losses.
  public func balancer(cleanLosses: [TaskLoss]) -> any TaskBalancer {
    Balancer(change: RelativeChange(scale: .clean, clean: cleanLosses))
  }

  private struct Balancer: TaskBalancer {
    let change: RelativeChange
    private var first: [Double] = []

    init(change: RelativeChange) { self.change = change }

    mutating func observe(_ losses: Span<TaskLoss>) {
      if first.isEmpty { first = losses.indices.map { losses[$0].value } }
    }

    func weigh(_ losses: Span<TaskLoss>, into weights: inout MutableSpan<Double>) -> Bool {
      let isFloored = LossScale.current.reciprocals(losses, clean: change.clean, into: &weights)
      for task in losses.indices where !first.isEmpty {
        weights[task] *= max(first[task], LossScale.floor)
      }
      return isFloored
    }

    func objective(_ losses: Span<TaskLoss>) -> Double { change.mean(losses) }
  }
}
