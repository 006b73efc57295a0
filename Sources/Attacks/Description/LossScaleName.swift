/// What a task's loss is divided by, before the numbers of a data set are known.
public enum LossScaleName: String, Hashable, Sendable, CaseIterable {
  /// ``LossScale/current``.
  case current
  /// ``LossScale/clean``.
  case clean
  /// ``LossScale/dataset(_:)``.
  case dataset

  /// The scale.
  /// - Parameter means: the clean model's mean losses over the data set, for `dataset`.
  /// - Throws: ``AttackError`` when they are needed and not there.
  func scale(_ means: [Double]?, for setting: AttackSetting) throws -> LossScale {
    switch self {
    case .current: return .current
    case .clean: return .clean
    case .dataset:
      guard let means else {
        throw AttackError(
          setting, expected: "the clean model's mean losses to be known", found: rawValue)
      }
      return .dataset(means)
    }
  }
}
