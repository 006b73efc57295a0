/// How the tasks' losses are added up to what is minimised.
public enum LossWeighting: Hashable, Sendable {
  /// With given weights.
  case fixed([Double])
  /// With weights that are learned: every task has a variance of its own (Kendall, Gal, Cipolla,
  /// arXiv 1705.07115, equations 7 and 10). With s its logarithm, a task of regression adds
  /// exp(-s) L / 2 + s / 2, one of classification exp(-s) L + s / 2.
  case uncertainty
  /// Ours: with weights proportional to 1 / L, held constant, and of mean 1, as DGBA balances the
  /// direction of an attack: every task's relative change counts alike.
  case relativeLoss

  /// Checks the settings.
  /// - Throws: ``TrainingError``.
  public func validate(taskCount: Int) throws(TrainingError) {
    guard case .fixed(let weights) = self else { return }
    guard weights.count == taskCount, weights.allSatisfy({ $0 >= 0 && $0.isFinite }),
      weights.contains(where: { $0 > 0 })
    else {
      throw TrainingError(
        "loss weights", expected: "\(taskCount) numbers, none negative and not all 0",
        found: "\(weights)")
    }
  }
}
