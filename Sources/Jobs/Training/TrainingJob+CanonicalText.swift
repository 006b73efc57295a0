internal import Attacks
internal import Networks
internal import Tasks
internal import Training

extension TrainingJob {
  /// Everything that the parameters after any iteration depend on, and nothing else, one
  /// `key=value` a line: part of the identity that a resumed run is held against.
  ///
  /// Left out is what they do not depend on: name, output, threads, validation, checkpoints, and
  /// the number of iterations or epochs, so that a run can be prolonged. Files are left out as in
  /// an ``EvaluationJob``; the number of ranks is added by whoever makes an identity.
  public var canonicalText: String {
    var lines = [
      "data.kind=\(data.kind.rawValue)",
      "data.split=\(data.split)",
      "data.limit=\(data.limit.map { "\($0)" } ?? "all")",
      "data.size=\(data.height)x\(data.width)",
      "augmentation=\(isAugmented)",
    ]
    lines += model.canonicalLines
    lines += [
      "mode=\(mode.rawValue)",
      "attack=\(attack.map { "\($0)" } ?? "none")",
      "optimizer=\(optimizer.canonicalText)",
      "learning-rate=\(learningRate.canonicalText)",
      "weighting=\(weighting.canonicalText)",
      "gradient-limit=\(largestGradientNorm.map { "\($0)" } ?? "none")",
      "batch-size=\(batchSize)",
      "seed=\(seed)",
      "batch-norm=\(batchNorm.rawValue)",
      "exchange=\(exchange.rawValue)",
      "precision=\(precision.rawValue)",
    ]
    return lines.joined(separator: "\n") + "\n"
  }
}

extension OptimizerRule {
  fileprivate var canonicalText: String {
    switch self {
    case .adam(let adam):
      "adam, decays \(adam.firstDecay) and \(adam.secondDecay), epsilon \(adam.epsilon), "
        + "weight decay \(adam.weightDecay)"
    case .descent(let descent):
      "sgd, momentum \(descent.momentum), dampening \(descent.dampening)"
        + (descent.isNesterov ? ", nesterov" : "") + ", weight decay \(descent.weightDecay)"
    }
  }
}

extension LearningRate {
  fileprivate var canonicalText: String {
    let fall =
      switch decay {
      case .constant: "constant"
      case .steps(let interval, let factor): "times \(factor) every \(interval)"
      case .cosine(let count, let floor): "cosine to \(floor) in \(count)"
      }
    return "\(base), \(fall)" + (warmUp > 0 ? ", from \(warmUpStart) in \(warmUp)" : "")
  }
}

extension LossWeighting {
  fileprivate var canonicalText: String {
    switch self {
    case .fixed(let weights): "fixed, " + weights.map { "\($0)" }.joined(separator: " ")
    case .uncertainty: LossWeightingName.uncertainty.rawValue
    case .relativeLoss: LossWeightingName.relativeLoss.rawValue
    }
  }
}
