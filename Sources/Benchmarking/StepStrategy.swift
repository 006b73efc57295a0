/// How a step joins the tasks' gradients: what decides the number of backward passes.
public enum StepStrategy: String, CaseIterable, Hashable, Sendable, Codable {
  /// DGBA: the losses weighted by their reciprocals, per image, in one backward pass.
  case balanced
  /// The plain sum of the losses, in one backward pass.
  case total
  /// The balanced direction from one backward pass for every task: the price of strategies that
  /// are not linear in the gradients.
  case separate

  /// Backward passes of one step.
  public func backwardPassCount(tasks: Int) -> Int { self == .separate ? tasks : 1 }

  /// The weight of an image's loss in the objective. A loss of 0 has no gradient to weigh.
  func weight(of loss: Double) -> Double {
    switch self {
    case .total: 1
    case .balanced, .separate: loss > 0 ? 1 / loss : 0
    }
  }
}
