/// An attack in words and numbers, as a job file has it: before model and data set are known.
///
/// The one place where names become parts. Two descriptions are equal when they mean the same
/// attack, whatever was left to defaults.
public struct AttackDescription: Hashable, Sendable, CustomStringConvertible {
  /// The method's name.
  public let methodName: MethodName
  /// The strategy's name.
  public let strategyName: StrategyName
  /// The method.
  public let method: any AttackMethod
  /// The strategy, without the limit on pixels.
  public let strategy: StrategyDescription
  /// Most pixels that may change, if there is a limit.
  public let pixelLimit: Int?
  /// How often the method runs, from different random points.
  public let restarts: Int
  /// Whether the result is rounded to what an image of 8 bits can hold.
  public let roundsToPixels: Bool
  /// All settings, those by default too, as `name=value` in a fixed order with spaces between: the
  /// attack's identity. ``init(parsing:)`` reads it.
  public let description: String
  /// The part of the identity that is the method's, without the number of steps: attacks that
  /// differ in their budget, steps or strategy share it.
  public let family: String
  /// The part of the identity that is the strategy's.
  public let balancing: String

  /// Reads settings.
  ///
  /// - Parameter settings: values as written; `tasks` separated by commas.
  /// - Throws: ``AttackError`` with the setting, for a name or number that is not valid, a setting
  ///   that is missing, and one that method and strategy do not have.
  public init(_ settings: [AttackSetting: String]) throws {
    var reader = SettingsReader(settings)
    methodName = try reader.choice(.method)
    method = try methodName.method(&reader)
    strategyName = try reader.choice(.strategy)
    strategy = try strategyName.strategy(&reader)
    pixelLimit = try reader.integerIfGiven(.pixelLimit, in: 0...Int.max)
    restarts = try reader.integer(.restarts, in: Attack.restartCounts, default: 1)
    roundsToPixels = try reader.flag(.roundToPixels)
    try reader.finish()
    try method.validate()
    description = reader.text()
    let strategic: [AttackSetting] = [
      .strategy, .task, .tasks, .restraint, .direction, .objective, .weightRate,
      .weighting, .weightRegularity, .pixelLimit,
    ]
    balancing = reader.text(of: strategic)
    family = reader.text(
      of: AttackSetting.allCases.filter { $0 != .steps && !strategic.contains($0) })
  }

  /// Reads a canonical text.
  /// - Throws: ``AttackError``.
  public init(parsing text: String) throws {
    var settings: [AttackSetting: String] = [:]
    for word in text.split(separator: " ") {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let setting = AttackSetting(rawValue: String(parts[0])),
        settings.updateValue(String(parts[1]), forKey: setting) == nil
      else {
        throw AttackError(
          "description of an attack", expected: "name=value, every setting once",
          found: String(word))
      }
    }
    try self.init(settings)
  }

  /// The attack on a model.
  ///
  /// - Parameters:
  ///   - tasks: the names of the model's tasks, in their order.
  ///   - meanLosses: the clean model's mean loss of every task over the data set; needed where
  ///     ``StrategyDescription/needsMeanLosses`` says so.
  /// - Throws: ``AttackError`` for a task that the model does not have, or means that are missing.
  public func attack(tasks: [String], meanLosses: [Double]? = nil) throws -> Attack {
    let base = try strategy.strategy(tasks: tasks, meanLosses: meanLosses)
    return Attack(
      method, pixelLimit.map { SparsePixels(base, pixelLimit: $0) } ?? base, restarts: restarts,
      roundsToPixels: roundsToPixels)
  }

  /// Checks the attack against a model and a norm, before anything is computed.
  /// - Throws: ``AttackError``.
  public func validate(tasks: [String], norm: Norm) throws {
    let placeholders = [Double](repeating: 1, count: tasks.count)
    try attack(tasks: tasks, meanLosses: placeholders).validate(
      taskCount: tasks.count, norm: norm)
  }

  /// Whether both mean the same attack.
  public static func == (left: Self, right: Self) -> Bool { left.description == right.description }

  /// Hashes the identity.
  public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}
