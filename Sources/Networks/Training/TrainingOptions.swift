/// How a training plan is compiled.
public struct TrainingOptions: Hashable, Sendable {
  /// Whether sums and activations become part of the batch norms and convolutions before them.
  ///
  /// Off, every layer is computed on its own: slower, and the reference for tests.
  public var isFused: Bool
  /// What the backward pass computes again instead of keeping it.
  public var recomputation: Recomputation
  /// The seed of dropout.
  public var seed: UInt64

  /// What the backward pass computes again instead of keeping it.
  public enum Recomputation: String, CaseIterable, Hashable, Sendable, Codable {
    /// Nothing: fastest.
    case none
    /// Outputs of batch norms with their activations, from the convolutions' outputs: cheap, and
    /// less memory.
    case normalisations
    /// Everything inside a block, from the block's input: a second forward pass, and least memory.
    case blocks
  }

  /// Creates options.
  public init(isFused: Bool = true, recomputation: Recomputation = .none, seed: UInt64 = 0) {
    self.isFused = isFused
    self.recomputation = recomputation
    self.seed = seed
  }
}
