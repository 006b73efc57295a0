/// The methods that a job can name, with what they are called there.
public enum MethodName: String, Hashable, Sendable, CaseIterable {
  /// One step as long as the radius: ``ProjectedGradient/fgsm``.
  case fgsm
  /// ``ProjectedGradient``.
  case pgd
  /// ``MomentumIterative``.
  case mim
  /// ``AutoPGD``.
  case apgd
  /// ``AutoSAGA``.
  case autoSAGA = "auto-saga"
  /// ``RandomPerturbation`` of that kind.
  case uniformNoise = "uniform-noise"
  /// ``RandomPerturbation`` of that kind.
  case randomSign = "random-sign"

  /// Reads the method's own settings.
  /// - Throws: ``AttackError``.
  func method(_ settings: inout SettingsReader) throws -> any AttackMethod {
    switch self {
    case .fgsm: return ProjectedGradient.fgsm
    case .pgd:
      return ProjectedGradient(
        try schedule(&settings), startsAtRandom: try settings.flag(.randomStart))
    case .mim:
      return MomentumIterative(
        try schedule(&settings), decay: try settings.number(.momentum, default: 1))
    case .apgd:
      let variant = try settings.choice(.variant, default: APGDVariant.croce2020)
      return AutoPGD(
        variant, count: try settings.integer(.steps, in: StepSchedule.counts),
        firstStep: try settings.stepSize(default: variant.firstStep),
        startsAtRandom: try settings.flag(.randomStart))
    case .autoSAGA:
      let lookAhead = try settings.choice(.variant, default: AutoSAGA.LookAhead.allTasks)
      return AutoSAGA(
        try schedule(&settings), lookAhead: lookAhead,
        rate: try settings.number(.coefficientRate, default: AutoSAGA.publishedRate),
        fitting: try settings.number(.fitting, default: AutoSAGA.publishedFitting),
        decay: try settings.number(.directionDecay, default: 0))
    case .uniformNoise: return RandomPerturbation(.uniformNoise)
    case .randomSign: return RandomPerturbation(.randomSign)
    }
  }

  private func schedule(_ settings: inout SettingsReader) throws -> StepSchedule {
    StepSchedule(
      count: try settings.integer(.steps, in: StepSchedule.counts),
      size: try settings.stepSize(default: .radiusPerStep),
      decay: try settings.choice(.stepDecay, default: .constant))
  }
}
