internal import Training

/// Reads `learning-rate`.
struct LearningRateDecoder {
  let section: Section<LearningRateKey>
  /// The length of the training, where it is stated in iterations.
  let iterations: Int?

  /// The schedule; nil when a problem has been reported.
  func decode() -> LearningRate? {
    let base = section.required(.base).flatMap { _ in
      section.number(.base, in: LearningRateKey.rates)
    }
    let kind =
      section.has(.decay)
      ? section.choice(.decay, as: LearningRateKey.Decay.self) : .constant
    let warmUp = section.integer(.warmUp, in: 0...TrainingJob.counts.upperBound)
    let warmUpStart = section.number(.warmUpStart, in: LearningRateKey.rates)
    guard let kind, let decay = decay(kind), let base else { return nil }
    var rate = LearningRate(base: base, decay: decay, warmUp: warmUp ?? 0)
    if let warmUpStart { rate.warmUpStart = warmUpStart }
    do {
      try rate.validate()
    } catch {
      section.report(error)
      return nil
    }
    return rate
  }

  private func decay(_ kind: LearningRateKey.Decay) -> LearningRate.Decay? {
    let stepKeys: [LearningRateKey] = [.interval, .factor]
    let cosineKeys: [LearningRateKey] = [.length, .floor]
    let foreign =
      switch kind {
      case .constant: stepKeys + cosineKeys
      case .steps: cosineKeys
      case .cosine: stepKeys
      }
    for key in foreign { section.refuseKey(key, because: "with decay \(kind.rawValue)") }
    switch kind {
    case .constant: return .constant
    case .steps:
      let interval = section.required(.interval).flatMap {
        section.integer(.interval, $0, in: TrainingJob.counts)
      }
      let factor = section.required(.factor).flatMap { _ in
        section.number(.factor, in: LearningRateKey.rates)
      }
      guard let interval, let factor else { return nil }
      return .steps(interval: interval, factor: factor)
    case .cosine:
      let floor = section.number(.floor, in: LearningRateKey.rates) ?? 0
      if section.has(.length) {
        return section.integer(.length, in: TrainingJob.counts).map {
          .cosine(count: $0, floor: floor)
        }
      }
      guard let iterations else {
        _ = section.required(.length)
        return nil
      }
      return .cosine(count: iterations, floor: floor)
    }
  }
}
