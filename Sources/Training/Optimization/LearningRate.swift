/// The learning rate as a function of the iteration, as PyTorch's schedulers define it.
public struct LearningRate: Hashable, Sendable {
  /// How the rate falls.
  public enum Decay: Hashable, Sendable {
    /// Not at all.
    case constant
    /// Times `factor` after every `interval` iterations (`StepLR`).
    case steps(interval: Int, factor: Double)
    /// Along half a cosine to `floor` in `count` iterations, and constant from there
    /// (`CosineAnnealingLR`, in closed form).
    case cosine(count: Int, floor: Double)
  }

  /// The rate before any decay.
  public var base: Double
  /// How it falls.
  public var decay: Decay
  /// Iterations in which the rate grows to what it would be, linearly from a fraction of it
  /// (`LinearLR`); 0 for none.
  public var warmUp: Int
  /// The fraction that a warm-up starts from.
  public var warmUpStart: Double

  /// Creates a schedule.
  public init(
    base: Double, decay: Decay = .constant, warmUp: Int = 0, warmUpStart: Double = 1.0 / 3
  ) {
    self.base = base
    self.decay = decay
    self.warmUp = warmUp
    self.warmUpStart = warmUpStart
  }

  /// Checks the settings.
  /// - Throws: ``TrainingError``.
  public func validate() throws(TrainingError) {
    func require(
      _ isMet: Bool, _ name: String, _ expectation: String, _ finding: Any
    ) throws(TrainingError) {
      guard isMet else {
        throw TrainingError(name, expected: expectation, found: "\(finding)")
      }
    }
    try require(base > 0 && base.isFinite, "learning rate", "a positive number", base)
    try require(warmUp >= 0, "warm-up", "0 or more iterations", warmUp)
    try require(
      warmUpStart > 0 && warmUpStart <= 1, "start of the warm-up", "above 0, at most 1",
      warmUpStart)
    switch decay {
    case .constant: break
    case .steps(let interval, let factor):
      try require(interval >= 1, "step interval", "1 iteration or more", interval)
      try require(factor > 0 && factor <= 1, "step factor", "above 0, at most 1", factor)
    case .cosine(let count, let floor):
      try require(count >= 1, "cosine length", "1 iteration or more", count)
      try require(floor >= 0 && floor <= base, "cosine floor", "0 to the learning rate", floor)
    }
  }

  /// The rate of an iteration, counted from 0.
  public func rate(at iteration: Int) -> Double {
    let warmth =
      iteration < warmUp
      ? warmUpStart + (1 - warmUpStart) * Double(iteration) / Double(warmUp) : 1
    switch decay {
    case .constant: return base * warmth
    case .steps(let interval, let factor):
      return (0..<iteration / interval).reduce(base) { rate, _ in rate * factor } * warmth
    case .cosine(let count, let floor):
      let share = Double(min(iteration, count)) / Double(count)
      return (floor + (base - floor) * (1 + Self.cosine(halfTurns: share)) / 2) * warmth
    }
  }

  /// cos(pi * share) for 0...1, by the series of the sine around a quarter turn: the same bits
  /// everywhere, where a library's function may depend on the processor.
  static func cosine(halfTurns share: Double) -> Double {
    // The ends exactly, so that a schedule reaches its floor.
    guard share > 0 else { return 1 }
    guard share < 1 else { return -1 }
    let angle = Double.pi * (0.5 - share)
    var factor = 1.0
    for order in stride(from: 22.0, through: 2, by: -2) {
      factor = 1 - angle * angle / (order * (order + 1)) * factor
    }
    return angle * factor
  }
}
