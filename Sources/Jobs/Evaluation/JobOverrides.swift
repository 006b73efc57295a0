/// What the command line says instead of the job file.
///
/// Each value takes the place of a key's value before anything is checked, so that it is held to
/// the same limits; errors name the option.
public struct JobOverrides: Hashable, Sendable {
  /// `output`.
  public var output: String?
  /// `model.layout`, by number.
  public var layout: Int?
  /// `model.checkpoint`.
  public var checkpoint: String?
  /// `data.file`.
  public var data: String?
  /// `data.limit`.
  public var limit: Int?
  /// `seed`.
  public var seed: UInt64?
  /// `batch-size`.
  public var batchSize: Int?
  /// `precision`.
  public var precision: String?
  /// `threads`.
  public var threads: Int?
  /// `hand-out`.
  public var handOut: String?
  /// `coordination`.
  public var coordination: String?

  /// Creates overrides of nothing.
  public init() {}
}
