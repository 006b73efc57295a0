internal import Kernels

/// The shortest vector in the convex hull of the tasks' relative gradients: a direction that
/// raises every loss as fast, unless none does.
///
/// Desideri's multiple-gradient descent algorithm (C. R. Acad. Sci. 2012; Sener and Koltun, NeurIPS
/// 2018), turned into ascent, for the vectors grad L_i / L_i. The problem has as many unknowns as
/// there are tasks and is solved exactly. The objective is that of `Balanced`.
public struct MinimumNorm: BalancingStrategy {
  /// Most tasks: all supports of the solution are tried.
  public static let largestTaskCount = 10

  /// Creates the strategy.
  public init() {}

  /// `minimum-norm`.
  public var name: String { "minimum-norm" }

  /// The weights depend on the gradients.
  public var needsTaskGradients: Bool { true }

  /// Checks the number of tasks.
  public func validate(taskCount: Int) throws {
    guard taskCount <= Self.largestTaskCount else {
      throw AttackError(
        .strategy, expected: "\(Self.largestTaskCount) tasks or fewer",
        found: "\(name) with \(taskCount)")
    }
  }

  /// A state that knows the clean losses.
  public func balancer(cleanLosses: [TaskLoss]) -> any TaskBalancer {
    Balancer(
      change: RelativeChange(scale: .clean, clean: cleanLosses),
      combination: ShortestCombination(count: cleanLosses.count))
  }

  private struct Balancer: TaskBalancer {
    let change: RelativeChange
    var combination: ShortestCombination

    func weigh(_ losses: Span<TaskLoss>, into weights: inout MutableSpan<Double>) -> Bool {
      LossScale.current.reciprocals(losses, clean: change.clean, into: &weights)
    }

    mutating func balance(
      _ gradients: inout MutableSpan<Float>, losses: Span<TaskLoss>, weights: Span<Double>
    ) {
      let size = gradients.count / losses.count
      var members = 0
      for row in losses.indices where !losses[row].isEmpty {
        members |= 1 << row
        let first = gradients.span.extracting(row * size..<(row + 1) * size)
        for column in losses.indices {
          let second = gradients.span.extracting(column * size..<(column + 1) * size)
          combination.products[row * losses.count + column] =
            Reduction.dot(first, second) * weights[row] * weights[column]
        }
      }
      combination.solve(members: members)
      for task in losses.indices where !losses[task].isEmpty {
        var gradient = gradients._mutatingExtracting(task * size..<(task + 1) * size)
        LinearCombination.scale(&gradient, by: Float(combination.weights[task] * weights[task]))
      }
    }

    func objective(_ losses: Span<TaskLoss>) -> Double { change.mean(losses) }
  }
}
