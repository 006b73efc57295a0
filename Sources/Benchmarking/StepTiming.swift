/// How long the parts of an attack step took, in seconds.
public struct StepTiming: Hashable, Sendable {
  /// The forward pass.
  public let forward: Double
  /// The losses with their gradients and weights.
  public let loss: Double
  /// All backward passes, and the sum of their results.
  public let backward: Double
  /// The signed step with its projection.
  public let update: Double

  /// The whole step.
  public var total: Double { forward + loss + backward + update }
}

/// Reads the clock at the ends of a step's parts.
struct StepWatch {
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var forward: ContinuousClock.Instant
  private var loss: ContinuousClock.Instant
  private var backward: ContinuousClock.Instant

  init() {
    start = clock.now
    (forward, loss, backward) = (start, start, start)
  }

  mutating func endForward() { forward = clock.now }
  mutating func endLoss() { loss = clock.now }
  mutating func endBackward() { backward = clock.now }

  /// Ends the update, and with it the step.
  func end() -> StepTiming {
    let end = clock.now
    return StepTiming(
      forward: (forward - start).seconds, loss: (loss - forward).seconds,
      backward: (backward - loss).seconds, update: (end - backward).seconds)
  }
}

extension Duration {
  /// In seconds.
  var seconds: Double { self / .seconds(1) }
}
