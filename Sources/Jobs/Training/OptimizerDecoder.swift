internal import Training

/// Reads `optimizer`.
struct OptimizerDecoder {
  let section: Section<OptimizerKey>

  /// The rule; nil when a problem has been reported.
  func decode() -> OptimizerRule? {
    let method = section.required(.method).flatMap {
      section.choice(.method, $0, as: OptimizerKey.Method.self)
    }
    let decay = section.number(.weightDecay, in: OptimizerKey.shares) ?? 0
    switch method {
    case .adam: return adam(decay)
    case .sgd: return descent(decay)
    case nil: return nil
    }
  }

  private func adam(_ weightDecay: Double) -> OptimizerRule {
    for key in [OptimizerKey.momentum, .dampening, .nesterov] {
      section.refuseKey(key, because: "with the method adam")
    }
    var adam = OptimizerRule.Adam(weightDecay: weightDecay)
    take(.firstDecay, &adam.firstDecay)
    take(.secondDecay, &adam.secondDecay)
    take(.epsilon, &adam.epsilon)
    return checked(.adam(adam))
  }

  private func descent(_ weightDecay: Double) -> OptimizerRule {
    for key in [OptimizerKey.firstDecay, .secondDecay, .epsilon] {
      section.refuseKey(key, because: "with the method sgd")
    }
    var descent = OptimizerRule.Descent(weightDecay: weightDecay)
    take(.momentum, &descent.momentum)
    take(.dampening, &descent.dampening)
    descent.isNesterov = section.flag(.nesterov) ?? false
    return checked(.descent(descent))
  }

  private func take(_ key: OptimizerKey, _ value: inout Double) {
    if let number = section.number(key, in: OptimizerKey.shares) { value = number }
  }

  private func checked(_ rule: OptimizerRule) -> OptimizerRule {
    do {
      try rule.validate()
    } catch {
      section.report(error)
    }
    return rule
  }
}

extension Section {
  /// Reports settings that do not go together.
  func report(_ error: TrainingError) {
    problems.add(
      place, key: path, expected: "\(error.expectation) (\(error.place))", found: error.finding)
  }
}
