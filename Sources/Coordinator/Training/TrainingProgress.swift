/// How far a training is, in one line now and then.
struct TrainingProgress {
  private let total: Int
  private let start = ContinuousClock.now
  private let initial: Int
  private var images = 0
  private var last: ContinuousClock.Instant?

  /// - Parameters:
  ///   - total: iterations of the whole training.
  ///   - initial: iterations that are done already.
  init(total: Int, initial: Int) {
    self.total = total
    self.initial = initial
  }

  /// Counts an iteration.
  /// - Returns: the line, when it is time for one.
  mutating func line(_ iteration: Int, images count: Int, _ state: () -> String) -> String? {
    images += count
    let now = ContinuousClock.now
    guard now - (last ?? start) >= Progress.interval else { return nil }
    last = now
    return text(iteration, after: (now - start) / .seconds(1)) + ", " + state()
  }

  /// The line of a moment, without the state.
  func text(_ iteration: Int, after seconds: Double) -> String {
    let rate = Double(iteration - initial) / max(seconds, 1e-9)
    let left = rate > 0 ? Double(total - iteration) / rate : .infinity
    return "iteration \(iteration) of \(total), "
      + "\(Progress.number(Double(images) / max(seconds, 1e-9))) images/s, "
      + "\(Progress.duration(left)) left"
  }
}
