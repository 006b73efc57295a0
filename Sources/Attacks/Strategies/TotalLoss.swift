/// The gradient of the sum of all losses: tasks with large losses and gradients rule.
public struct TotalLoss: BalancingStrategy {
  /// Creates the strategy.
  public init() {}

  /// `total`.
  public var name: String { "total" }

  /// One state fits all images.
  public func balancer(cleanLosses: [TaskLoss]) -> any TaskBalancer { Balancer() }

  private struct Balancer: TaskBalancer {
    func weigh(_ losses: Span<TaskLoss>, into weights: inout MutableSpan<Double>) -> Bool {
      for task in losses.indices { weights[task] = losses[task].isEmpty ? 0 : 1 }
      return false
    }

    func objective(_ losses: Span<TaskLoss>) -> Double { losses.sum }
  }
}

extension Span<TaskLoss> {
  /// The sum of the losses, from left to right; empty ones are 0.
  var sum: Double {
    var sum = 0.0
    for task in indices { sum += self[task].value }
    return sum
  }
}
