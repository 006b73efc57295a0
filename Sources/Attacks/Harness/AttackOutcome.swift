public import TensorCore

/// What an attack did to one image.
public struct ImageOutcome: Hashable, Sendable {
  /// The losses of the clean image.
  public let cleanLosses: [TaskLoss]
  /// The losses of the adversarial image, from a forward pass of its own.
  public let losses: [TaskLoss]
  /// What the strategy maximises, at the adversarial image.
  public let objective: Double
  /// The mean relative change of the losses against the clean image, whatever the strategy.
  public let relativeChange: Double
  /// The restart that the result is from.
  public let restart: Int
  /// What is remarkable.
  public let flags: AttackFlags
  /// The points of the run, where they were asked for.
  public let steps: [StepRecord]
}

extension ImageOutcome {
  /// Whether this is the better one of two runs: by a higher objective, and any number is better
  /// than none.
  func isBetter(than other: Self) -> Bool {
    objective > other.objective || objective.isFinite && !other.objective.isFinite
  }
}

/// The adversarial images of a batch, checked and evaluated.
public struct AttackOutcome: ~Copyable {
  /// The images, NHWC: inside the ball and the range, and finite.
  public let images: Tensor
  /// What was done to each of them.
  public let outcomes: [ImageOutcome]
  /// How many points were judged; which of them the result is differs from image to image.
  public let judgementCount: Int
}
