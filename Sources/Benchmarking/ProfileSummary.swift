/// Where the time of a balanced step goes.
public struct ProfileSummary: Hashable, Sendable, Codable {
  /// Time of a kind of work in a step.
  public struct Kind: Hashable, Sendable, Codable {
    /// `convolution`, `pooling`, `elementwise`, `movement`; `loss`, `update`; `other` for what
    /// passes between operations.
    public let kind: String
    /// In the forward pass.
    public let forwardSeconds: Double
    /// In the backward pass.
    public let backwardSeconds: Double
    /// Part of the step's time.
    public let share: Double
  }

  /// Time of a layer in a step. Layers without parameters share a row with all others of their kind.
  public struct Layer: Hashable, Sendable, Codable {
    /// Name of the layer, or of its kind.
    public let name: String
    /// The kind of work.
    public let kind: String
    /// Shape of a convolution.
    public let shape: String?
    /// What computes a convolution forward; joined by ` + ` when it takes several operations.
    public let forwardImplementation: String?
    /// What computes a convolution's input gradient.
    public let backwardImplementation: String?
    /// In the forward pass.
    public let forwardSeconds: Double
    /// In the backward pass.
    public let backwardSeconds: Double
    /// The convolution alone, forward, median of its own.
    public let forwardFloorSeconds: Double?
    /// The convolution alone, backward, median of its own.
    public let backwardFloorSeconds: Double?
    /// Multiplications and additions of one pass in 1e9, padding not counted.
    public let gigaflop: Double?
    /// Part of the step's time.
    public let share: Double
  }

  /// The profiled steps.
  public let seconds: Spread
  /// Part of the step's time in convolution arithmetic, for every profiled step.
  public let convolutionShare: Spread
  /// The plan's convolutions alone, one after another on their own memory: the sum of the medians.
  public let floorSeconds: Double
  /// Median of the plain balanced steps over the floor.
  public let stepToFloor: Double
  /// Multiplications and additions of the step's convolutions in 1e9, padding not counted.
  public let gigaflop: Double
  /// The same per second of a plain balanced step.
  public let gigaflopPerSecond: Double
  /// Where the time goes, by kind.
  public let kinds: [Kind]
  /// The convolutions' time by what computes them; `kind` is the implementation's name. Some take
  /// several operations for a convolution, which are told apart.
  public let implementations: [Kind]
  /// Where the time goes, by layer, in the order of the forward pass.
  public let layers: [Layer]
}
