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
    Balancer(change: RelativeChange(scale: .clean, clean: cleanLosses))
  }

  private struct Balancer: TaskBalancer {
    let change: RelativeChange

    func weigh(_ losses: Span<TaskLoss>, into weights: inout MutableSpan<Double>) -> Bool {
      LossScale.current.reciprocals(losses, clean: change.clean, into: &weights)
    }

    func balance(_ gradients: inout MutableSpan<Float>, losses: Span<TaskLoss>) {
      let counted = losses.indices.filter { !losses[$0].isEmpty }
      let size = gradients.count / losses.count
      let scales = counted.map {
        1
          / LossScale.current.denominator(of: $0, current: losses[$0], clean: change.clean[$0])
          .value
      }
      var products: [Double] = []
      for (i, row) in counted.enumerated() {
        let first = gradients.span.extracting(row * size..<(row + 1) * size)
        for (j, column) in counted.enumerated() {
          let second = gradients.span.extracting(column * size..<(column + 1) * size)
          products.append(Reduction.dot(first, second) * scales[i] * scales[j])
        }
      }
      guard products.allSatisfy(\.isFinite) else { return }
      let weights = Simplex.shortestCombination(products: products, count: counted.count)
      for (index, task) in counted.enumerated() {
        var gradient = gradients._mutatingExtracting(task * size..<(task + 1) * size)
        LinearCombination.scale(&gradient, by: Float(weights[index] * scales[index]))
      }
    }

    func objective(_ losses: Span<TaskLoss>) -> Double { change.mean(losses) }
  }
}
