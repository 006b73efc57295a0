internal import Attacks
internal import Datasets
public import Jobs
internal import Tasks
public import Training

extension TrainingJob {
  /// What a trainer takes of the job.
  /// - Throws: `AttackError` for an attack that does not fit the model.
  public func settings() throws -> TrainingSettings {
    TrainingSettings(
      mode: try trainingMode(), optimizer: optimizer, learningRate: learningRate,
      weighting: weighting, largestGradientNorm: largestGradientNorm,
      recomputation: recomputation, attackPrecision: precision, seed: seed)
  }

  private func trainingMode() throws -> TrainingMode {
    guard let attack else { return .clean }
    let made = try attack.attack.attack(tasks: model.tasks.map(\.rawValue))
    let threat = attack.threat(range: ImageMean.channelRange)
    switch mode {
    case .clean: return .clean
    case .cleanThenAdversarial: return .cleanThenAdversarial(made, threat)
    case .adversarial: return .adversarial(made, threat)
    }
  }
}
