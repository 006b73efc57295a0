/// A strategy before it is known which model and data set it is for: tasks by name, and the means
/// of a data set as what they are.
public enum StrategyDescription: Hashable, Sendable {
  /// ``SingleTask``.
  case single(task: String)
  /// ``TotalLoss``.
  case total
  /// ``Balanced``.
  case balanced(direction: LossScaleName, objective: LossScaleName)
  /// ``SignSum``.
  case signSum
  /// ``MinMaxWeights``.
  case minMax(rate: Double, regularity: Double)
  /// ``MinimumNorm``.
  case minimumNorm
  /// ``RelativeRates``.
  case relativeRates(RelativeRates.Weighting)
  /// ``Selective``.
  case selective(tasks: [String], restraint: Double)

  /// Whether the clean model's mean losses over the data set have to be known first.
  public var needsMeanLosses: Bool {
    guard case .balanced(let direction, let objective) = self else { return false }
    return direction == .dataset || objective == .dataset
  }

  /// The strategy for a model.
  /// - Parameters:
  ///   - tasks: the names of the model's tasks, in their order.
  ///   - meanLosses: the clean model's mean loss of every task, if known.
  /// - Throws: ``AttackError`` for a task that the model does not have, or means that are missing.
  func strategy(tasks: [String], meanLosses: [Double]?) throws -> any BalancingStrategy {
    func index(_ name: String, _ setting: AttackSetting) throws -> Int {
      guard let index = tasks.firstIndex(of: name) else {
        throw AttackError(
          setting, expected: "a task among \(tasks.joined(separator: ", "))", found: name)
      }
      return index
    }
    switch self {
    case .single(let task): return SingleTask(try index(task, .task))
    case .total: return TotalLoss()
    case .balanced(let direction, let objective):
      return Balanced(
        direction: try direction.scale(meanLosses, for: .direction),
        objective: try objective.scale(meanLosses, for: .objective))
    case .signSum: return SignSum()
    case .minMax(let rate, let regularity):
      return MinMaxWeights(rate: rate, regularity: regularity)
    case .minimumNorm: return MinimumNorm()
    case .relativeRates(let weighting): return RelativeRates(weighting)
    case .selective(let names, let restraint):
      return Selective(Set(try names.map { try index($0, .tasks) }), restraint: restraint)
    }
  }
}
