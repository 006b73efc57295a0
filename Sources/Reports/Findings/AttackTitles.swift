internal import Coordinator

/// What a report calls the attacks of a run: their method, strategy, budget and steps, and those
/// settings that differ between attacks of the same method or strategy.
struct AttackTitles {
  private let tasks: [String]
  /// Names of the settings that differ, by title.
  private let methodSettings: [String: [Substring]]
  private let strategySettings: [String: [Substring]]

  /// Titles of a run's attacks.
  /// - Parameter tasks: all tasks of the run.
  init(_ attacks: [RunSummary.AttackResult], tasks: [String]) {
    self.tasks = tasks
    methodSettings = Self.differences(attacks.map { ($0.methodTitle, $0.family) })
    strategySettings = Self.differences(attacks.map { ($0.strategyTitle(tasks), $0.balancing) })
  }

  /// The method, with the norm where it is not the usual one.
  func method(_ attack: RunSummary.AttackResult) -> String {
    Self.title(attack.methodTitle, attack.family, methodSettings)
  }

  /// The strategy, with the attacked tasks where they are not all.
  func strategy(_ attack: RunSummary.AttackResult) -> String {
    Self.title(attack.strategyTitle(tasks), attack.balancing, strategySettings)
  }

  /// Method, strategy, budget and steps.
  func full(_ attack: RunSummary.AttackResult) -> String {
    "\(method(attack)) \(strategy(attack)), radius \(attack.radius.shortestFigure)"
      + (attack.steps > 1 ? ", \(attack.steps) steps" : "")
  }

  private static func title(
    _ title: String, _ settings: String, _ differing: [String: [Substring]]
  ) -> String {
    let names = differing[title] ?? []
    let shown = settings.split(separator: " ").filter { names.contains(name(of: $0)) }
    return ([title] + shown.map(String.init)).joined(separator: " ")
  }

  /// The settings whose values differ under the same title, or that only some have.
  private static func differences(
    _ settings: [(title: String, settings: String)]
  ) -> [String: [Substring]] {
    Dictionary(grouping: settings, by: \.title).mapValues { members in
      let different = Set(members.map(\.settings)).map { Set($0.split(separator: " ")) }
      guard let first = different.first, different.count > 1 else { return [] }
      let all = different.reduce(first) { $0.union($1) }
      let common = different.reduce(first) { $0.intersection($1) }
      return Array(Set(all.subtracting(common).map(name)))
    }
  }

  private static func name(of setting: Substring) -> Substring {
    setting.prefix { $0 != "=" }
  }
}

extension RunSummary.AttackResult {
  /// The strategy, with the attacked tasks where they are not all.
  fileprivate func strategyTitle(_ tasks: [String]) -> String {
    guard attackedTasks != tasks || strategy == "single" else { return strategy }
    return "\(strategy) " + attackedTasks.map(Wording.task).joined(separator: " + ")
  }

  /// The method, with the norm where it is not the usual one.
  fileprivate var methodTitle: String { norm == "linf" ? method : "\(method) \(norm)" }
}
