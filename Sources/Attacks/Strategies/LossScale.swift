/// What a task's loss is divided by, so that tasks with different units count alike.
public enum LossScale: Hashable, Sendable {
  /// The loss at the current point, as in DGBA's direction.
  case current
  /// The loss of the clean image.
  case clean
  /// The mean loss of the clean model over a data set, one for each task; the scale of the
  /// published code's objective.
  case dataset([Double])

  /// The smallest denominator: a loss below it, or one that is not finite, is replaced by it.
  public static let floor = 1e-6

  /// The denominator, and whether it was replaced.
  func denominator(
    of task: Int, current: TaskLoss, clean: TaskLoss
  ) -> (value: Double, isFloored: Bool) {
    let loss =
      switch self {
      case .current: current.value
      case .clean: clean.value
      case .dataset(let means): means[task]
      }
    return Self.floored(loss)
  }

  /// A loss that can be divided by, and whether it is another than the one given.
  static func floored(_ loss: Double) -> (value: Double, isFloored: Bool) {
    // Written so that a NaN is replaced.
    guard loss >= floor, loss.isFinite else { return (floor, true) }
    return (loss, false)
  }

  /// Checks the number of data set means, and that they can be divided by.
  /// - Throws: ``AttackError``.
  func validate(taskCount: Int, as setting: AttackSetting) throws {
    guard case .dataset(let means) = self else { return }
    guard means.count == taskCount, means.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw AttackError(
        setting, expected: "\(taskCount) positive mean losses", found: "\(means)")
    }
  }
}
