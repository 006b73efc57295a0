/// An attack: a method and a strategy, any of each.
public struct Attack: Sendable {
  /// How many restarts are accepted: a thousand is more than any study uses, and a mistyped number
  /// would run for years.
  public static let restartCounts = 1...1000

  /// How the points move.
  public let method: any AttackMethod
  /// How the tasks share the direction.
  public let strategy: any BalancingStrategy
  /// How often the method runs, from different random points; the best result stays.
  public let restarts: Int
  /// Whether the result is rounded to what an image of 8 bits can hold.
  public let roundsToPixels: Bool

  /// Creates an attack.
  public init(
    _ method: any AttackMethod, _ strategy: any BalancingStrategy, restarts: Int = 1,
    roundsToPixels: Bool = false
  ) {
    self.method = method
    self.strategy = strategy
    self.restarts = restarts
    self.roundsToPixels = roundsToPixels
  }

  /// Checks the parts against each other, the model and the threat model.
  /// - Throws: ``AttackError``.
  public func validate(taskCount: Int, norm: Norm) throws {
    try method.validate()
    try strategy.validate(taskCount: taskCount)
    guard method.norms.contains(norm) else {
      throw AttackError(
        "\(method.name): norm",
        expected: method.norms.map(\.rawValue).sorted().joined(separator: " or "),
        found: norm.rawValue)
    }
    guard Self.restartCounts.contains(restarts) else {
      throw AttackError(
        .restarts, of: method.name, expected: "\(Self.restartCounts)", found: "\(restarts)")
    }
    guard restarts == 1 || method.isRandom else {
      throw AttackError(
        .restarts, of: method.name, expected: "1, since every run is the same",
        found: "\(restarts)")
    }
    guard strategy.allowsRandomStart || !method.isRandom else {
      throw AttackError(
        "\(method.name) with \(strategy.name)", expected: "a start at the clean image",
        found: "a random one")
    }
  }
}
