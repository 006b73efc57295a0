public import Networks

/// What the ranks of a run do together in a step. One rank alone does nothing of it.
///
/// All closures are called in the same order on every rank, whatever its share of the batch.
public struct StepExchange {
  /// Sums numbers over all ranks, in place and in one order; nil on one rank alone.
  public var sum: TrainingPass.Sum?
  /// Whether batch norms take their statistics of the global batch.
  public var synchronisesBatchNorm: Bool
  /// A parameter's gradient is complete, of this rank's images: its place in the flat array.
  public var gradientDidComplete: (Range<Int>) throws -> Void
  /// All gradients are complete: finishes their sum over ranks, calls `apply` where parameters are
  /// updated, and brings the new values to where they are not.
  public var update: (_ parameters: TrainableParameters, _ apply: () throws -> Void) throws -> Void

  /// Creates an exchange.
  public init(
    sum: TrainingPass.Sum?, synchronisesBatchNorm: Bool,
    gradientDidComplete: @escaping (Range<Int>) throws -> Void,
    update: @escaping (TrainableParameters, () throws -> Void) throws -> Void
  ) {
    self.sum = sum
    self.synchronisesBatchNorm = synchronisesBatchNorm
    self.gradientDidComplete = gradientDidComplete
    self.update = update
  }

  /// One rank alone.
  public static var none: StepExchange {
    StepExchange(
      sum: nil, synchronisesBatchNorm: false, gradientDidComplete: { _ in },
      update: { _, apply in try apply() })
  }
}
