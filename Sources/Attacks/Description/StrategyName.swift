/// The strategies that a job can name, with what they are called there.
public enum StrategyName: String, Hashable, Sendable, CaseIterable {
  /// ``SingleTask``.
  case single
  /// ``TotalLoss``.
  case total
  /// ``Balanced``.
  case balanced
  /// ``SignSum``.
  case signSum = "sign-sum"
  /// ``MinMaxWeights``.
  case minMax = "min-max"
  /// ``MinimumNorm``.
  case minimumNorm = "minimum-norm"
  /// ``RelativeRates``.
  case relativeRates = "relative-rates"
  /// ``Selective``.
  case selective

  /// Reads the strategy's own settings.
  /// - Throws: ``AttackError``.
  func strategy(_ settings: inout SettingsReader) throws -> StrategyDescription {
    switch self {
    case .single: return .single(task: try settings.name(.task))
    case .total: return .total
    case .balanced:
      return .balanced(
        direction: try settings.choice(.direction, default: .current),
        objective: try settings.choice(.objective, among: [.clean, .dataset], default: .clean))
    case .signSum: return .signSum
    case .minMax:
      let standard = MinMaxWeights()
      return .minMax(
        rate: try settings.number(.weightRate, default: standard.rate),
        regularity: try settings.number(.weightRegularity, default: standard.regularity))
    case .minimumNorm: return .minimumNorm
    case .relativeRates:
      return .relativeRates(try settings.choice(.weighting, default: .corrected))
    case .selective:
      return .selective(
        tasks: try settings.names(.tasks), restraint: try settings.number(.restraint, default: 1))
    }
  }
}
