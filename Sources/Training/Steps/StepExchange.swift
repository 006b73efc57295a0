public import Networks

/// What the ranks of a run do together in a step. One rank alone does nothing of it.
///
/// All closures are called in the same order on every rank, whatever its share of the batch.
public struct StepExchange {
  /// Parts of the flat array begin at multiples of this many values: what a gradient's norm is
  /// added up of, so that it has the same bits however the array is divided.
  public static var blockLength: Int { 1024 }

  /// Sums numbers over all ranks, in place and in one order; nil on one rank alone.
  public var sum: TrainingPass.Sum?
  /// Whether batch norms take their statistics of the global batch.
  public var synchronisesBatchNorm: Bool
  /// The parts of the flat array that this rank updates, in order; nil for all of it.
  public var ownedParts: [Range<Int>]?
  /// A parameter's gradient is complete, of this rank's images: its place in the flat array.
  public var gradientDidComplete: (_ parameters: TrainableParameters, Range<Int>) throws -> Void
  /// All gradients are complete, of that many images of this rank: finishes their sum over ranks,
  /// calls `apply` on every rank, and brings the new values to where they are not. Where batch norms
  /// measured the rank's own images, it joins their running statistics too.
  public var update:
    (
      _ parameters: TrainableParameters, _ imageCount: Int, _ apply: () throws -> Void
    ) throws -> Void
  /// Brings what the ranks' optimizers remember, each of its own parts, together for a checkpoint:
  /// on the rank that writes it the values of the whole array, nil elsewhere. Nil itself where one
  /// rank updates the whole.
  public var gather: ((_ own: Span<Float>) throws -> [Float]?)?

  /// Creates an exchange.
  public init(
    sum: TrainingPass.Sum?, synchronisesBatchNorm: Bool, ownedParts: [Range<Int>]? = nil,
    gradientDidComplete: @escaping (TrainableParameters, Range<Int>) throws -> Void = { _, _ in },
    update: @escaping (TrainableParameters, Int, () throws -> Void) throws -> Void,
    gather: ((Span<Float>) throws -> [Float]?)? = nil
  ) {
    self.sum = sum
    self.synchronisesBatchNorm = synchronisesBatchNorm
    self.ownedParts = ownedParts
    self.gradientDidComplete = gradientDidComplete
    self.update = update
    self.gather = gather
  }

  /// One rank alone.
  public static var none: StepExchange {
    StepExchange(
      sum: nil, synchronisesBatchNorm: false, update: { _, _, apply in try apply() })
  }
}
