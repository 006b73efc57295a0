/// Weights that follow how much every task's loss has risen since the first step.
///
/// The weighted gradient attack WGD of Ghamizi, Cordy, Papadakis and Le Traon, "Adversarial
/// robustness in multi-task learning: promises and illusions" (AAAI 2022), section "Adaptive
/// gradient attacks", definition 5: the inverse task attack rate is l_i(t) = L_i(t) / L_i(0), the
/// relative one r_i(t) = l_i(t) / mean of all l_j(t), and every task's gradient is weighted by r_i(t).
/// L_i(0) are the losses where the attack takes its first direction. There all weights are 1: the
/// first step is the total loss's. The objective is that of `Balanced`.
public struct RelativeRates: BalancingStrategy {
  /// How the rates become weights. The three differ from the second step on.
  public enum Weighting: String, Hashable, Sendable, CaseIterable {
    /// 1 / l_i(t): tasks that have risen least are lifted most, which is what the paper wants.
    case corrected
    /// r_i(t), as definition 5 has it. It takes over the rates of GradNorm, where losses fall; in
    /// an attack, where they rise, it strengthens the tasks that have risen most.
    case paper
    /// 1 / L_i(0), as in the published code (MTVulnerability, `RELATIVE_WEIGHT`), which
    /// differentiates l_i(t) itself.
    case paperCode = "paper-code"
  }

  /// How the rates become weights.
  public let weighting: Weighting

  /// Creates the strategy.
  public init(_ weighting: Weighting = .corrected) { self.weighting = weighting }

  /// `relative-rates`, with the weighting where it is not the corrected one.
  public var name: String {
    weighting == .corrected ? "relative-rates" : "relative-rates-\(weighting.rawValue)"
  }

  /// A state that waits for the first losses.
  public func balancer(cleanLosses: [TaskLoss]) -> any TaskBalancer {
    Balancer(weighting: weighting, change: RelativeChange(scale: .clean, clean: cleanLosses))
  }

  private struct Balancer: TaskBalancer {
    let weighting: Weighting
    let change: RelativeChange
    private var first: [TaskLoss] = []
    private var isFirst = true

    init(weighting: Weighting, change: RelativeChange) {
      self.weighting = weighting
      self.change = change
    }

    mutating func observe(_ losses: Span<TaskLoss>) {
      isFirst = first.isEmpty
      if isFirst { first = losses.indices.map { losses[$0] } }
    }

    func weigh(_ losses: Span<TaskLoss>, into weights: inout MutableSpan<Double>) -> Bool {
      var isFloored = false
      var sum = 0.0
      var count = 0
      for task in losses.indices {
        guard !losses[task].isEmpty else {
          weights[task] = 0
          continue
        }
        let start = LossScale.floored(first[task].value)
        let now = LossScale.floored(losses[task].value)
        isFloored = isFloored || start.isFloored || now.isFloored
        let rate = now.value / start.value
        sum += rate
        count += 1
        switch weighting {
        case .corrected: weights[task] = 1 / rate
        case .paper: weights[task] = rate
        case .paperCode: weights[task] = isFirst ? 1 : 1 / start.value
        }
      }
      guard weighting == .paper else { return isFloored }
      for task in losses.indices { weights[task] /= sum / Double(max(count, 1)) }
      return isFloored
    }

    func objective(_ losses: Span<TaskLoss>) -> Double { change.mean(losses) }
  }
}
