internal import Kernels
internal import Tasks

/// The weights of the tasks' losses in a run, with what was learned of them.
struct LossBalance {
  let weighting: LossWeighting
  /// The logarithm of every task's variance, where it is learned.
  private(set) var logVariances: [Float]
  private let isClassification: [Bool]
  /// Moves the variances; no decay draws them to 1.
  let optimizer: Optimizer

  /// A loss below this share of the largest has the weight of that share.
  private static let smallestShare = 1e-6

  init(_ weighting: LossWeighting, tasks: [TaskConvention], rule: OptimizerRule) {
    self.weighting = weighting
    isClassification = tasks.map { $0.task == .segmentation }
    logVariances = [Float](repeating: 0, count: tasks.count)
    optimizer = Optimizer(rule.withoutDecay, count: tasks.count)
  }

  /// The factors of the losses' gradients.
  /// - Parameter losses: pooled over the global batch; an empty task has weight 0.
  func weights(_ losses: [LossSum]) -> [Double] {
    switch weighting {
    case .fixed(let weights): return weights
    case .uncertainty:
      return zip(isClassification, logVariances).map { isClassification, logVariance in
        (isClassification ? 1 : 0.5) * Double(exponential(-logVariance))
      }
    case .relativeLoss:
      let largest = losses.filter { !$0.isEmpty }.map(\.value).max() ?? 0
      guard largest > 0 else { return losses.map { _ in 1 } }
      let inverses = losses.map {
        $0.isEmpty ? 0 : 1 / max($0.value, Self.smallestShare * largest)
      }
      let mean = inverses.reduce(0, +) / Double(losses.count { !$0.isEmpty })
      return inverses.map { $0 / mean }
    }
  }

  /// What is minimised, for weights that ``weights(_:)`` gave.
  func objective(_ losses: [LossSum], _ weights: [Double]) -> Double {
    let sum = zip(losses, weights).reduce(0) { $0 + $1.0.value * $1.1 }
    guard weighting == .uncertainty else { return sum }
    return sum + logVariances.reduce(0) { $0 + Double($1) / 2 }
  }

  /// Moves the variances along their gradients.
  mutating func learn(_ losses: [LossSum], _ weights: [Double], learningRate: Double) {
    guard weighting == .uncertainty else { return }
    // d/ds (w L + s / 2) with w proportional to exp(-s).
    let gradients = zip(losses, weights).map { loss, weight in
      loss.isEmpty ? 0 : Float(0.5 - weight * loss.value)
    }
    let optimizer = optimizer
    var span = logVariances.mutableSpan
    optimizer.step(&span, gradients: gradients.span, learningRate: learningRate)
  }

  mutating func restore(logVariances: [Float]) { self.logVariances = logVariances }
}
