/// Task weights that follow the task that is attacked least: the worst case over the tasks.
///
/// Maximises the smallest relative loss change over d, as max over d of min over w in the simplex
/// of sum w_i R_i(d) - (regularity / 2) |w - 1/T|^2. The weights make one projected gradient step
/// before every direction (Wang et al., "Adversarial attack generation empowered by min-max
/// optimization", NeurIPS 2021, equations 2 and 6 to 9, with the signs of an attack that ascends).
///
/// The direction is that of sum w_i L_i / B_i, B_i the clean losses; the objective is the smallest
/// of the R_i.
public struct MinMaxWeights: BalancingStrategy {
  /// The length of the weights' steps.
  public let rate: Double
  /// How strongly the weights are held at 1/T.
  public let regularity: Double

  /// Creates the strategy.
  public init(rate: Double = 1, regularity: Double = 0.5) {
    self.rate = rate
    self.regularity = regularity
  }

  /// `min-max`.
  public var name: String { "min-max" }

  /// Checks the parameters.
  public func validate(taskCount: Int) throws {
    let parameters: [(AttackSetting, Double)] = [
      (.weightRate, rate), (.weightRegularity, regularity),
    ]
    for (setting, value) in parameters {
      guard value >= 0, value.isFinite else {
        throw AttackError(setting, of: name, expected: "0 or more", found: "\(value)")
      }
    }
  }

  /// A state with equal weights.
  public func balancer(cleanLosses: [TaskLoss]) -> any TaskBalancer {
    Balancer(strategy: self, change: RelativeChange(scale: .clean, clean: cleanLosses))
  }

  private struct Balancer: TaskBalancer {
    let strategy: MinMaxWeights
    let change: RelativeChange
    private var simplex: [Double]

    init(strategy: MinMaxWeights, change: RelativeChange) {
      self.strategy = strategy
      self.change = change
      let counted = change.clean.count { !$0.isEmpty }
      simplex = change.clean.map { $0.isEmpty ? 0 : 1 / Double(max(counted, 1)) }
    }

    mutating func observe(_ losses: Span<TaskLoss>) {
      var counted = 0
      for task in losses.indices where !losses[task].isEmpty { counted += 1 }
      let mean = 1 / Double(max(counted, 1))
      for task in losses.indices {
        // Below every weight that the projection keeps.
        guard let relative = change.of(task, losses) else {
          simplex[task] = -.infinity
          continue
        }
        let slope = relative - strategy.regularity * (simplex[task] - mean)
        simplex[task] -= strategy.rate * slope
      }
      var weights = simplex.mutableSpan
      Simplex.project(&weights)
    }

    func weigh(_ losses: Span<TaskLoss>, into weights: inout MutableSpan<Double>) -> Bool {
      let isFloored = LossScale.clean.reciprocals(losses, clean: change.clean, into: &weights)
      for task in losses.indices { weights[task] *= simplex[task] }
      return isFloored
    }

    func objective(_ losses: Span<TaskLoss>) -> Double {
      var smallest = Double.infinity
      for task in losses.indices {
        if let change = change.of(task, losses) { smallest = min(smallest, change) }
      }
      return smallest.isFinite ? smallest : 0
    }
  }
}
