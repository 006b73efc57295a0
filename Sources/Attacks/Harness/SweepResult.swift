/// What one attack did to a data set, as far as other attacks are compared with it.
public struct SweepResult: Hashable, Sendable {
  /// The method's name.
  public let method: String
  /// The strategy's name.
  public let strategy: String
  /// The radius in pixel values.
  public let radius: Float
  /// The number of steps.
  public let steps: Int
  /// The mean relative loss change over images and tasks.
  public let relativeChange: Double

  /// Creates a result.
  public init(
    method: String, strategy: String, radius: Float, steps: Int, relativeChange: Double
  ) {
    self.method = method
    self.strategy = strategy
    self.radius = radius
    self.steps = steps
    self.relativeChange = relativeChange
  }
}
