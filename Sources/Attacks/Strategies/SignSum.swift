internal import Kernels

/// The sum of the signs of the tasks' gradients: a vote, coordinate by coordinate.
///
/// The objective is the sum of losses, as in the published code.
public struct SignSum: BalancingStrategy {
  /// Creates the strategy.
  public init() {}

  /// `sign-sum`.
  public var name: String { "sign-sum" }

  /// The signs are not linear.
  public var needsTaskGradients: Bool { true }

  /// One state fits all images.
  public func balancer(cleanLosses: [TaskLoss]) -> any TaskBalancer { Balancer() }

  private struct Balancer: TaskBalancer {
    func weigh(_ losses: Span<TaskLoss>, into weights: inout MutableSpan<Double>) -> Bool {
      for task in losses.indices { weights[task] = losses[task].isEmpty ? 0 : 1 }
      return false
    }

    func balance(
      _ gradients: inout MutableSpan<Float>, losses: Span<TaskLoss>, weights: Span<Double>
    ) {
      // An empty task's gradient is zero, and so are its signs.
      SignVote.replaceWithSigns(&gradients)
    }

    func objective(_ losses: Span<TaskLoss>) -> Double { losses.sum }
  }
}
