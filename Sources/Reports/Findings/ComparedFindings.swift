internal import Coordinator
internal import Tasks

/// What changed between a model and the same model with other weights, such as those of adversarial
/// training, in sentences that are computed from both results.
struct ComparedFindings {
  private let first: RunResults
  private let second: RunResults
  private let mode: String

  /// Compares two runs of the same tasks in a mode that both have.
  init(_ first: RunResults, _ second: RunResults, mode: String) {
    self.first = first
    self.second = second
    self.mode = mode
  }

  /// The sentences; none where the runs have no attack in common.
  var sentences: [String] { cleanChanges + attackChanges + attackedMetrics }

  /// The clean models by the metrics of every task.
  private var cleanChanges: [String] {
    let parts = first.tasks.compactMap { task -> String? in
      guard let change = relative(of: { $0.clean.first { $0.mode == mode }?.clean(task) }) else {
        return nil
      }
      return "\(Wording.task(task)) \(Wording.change(change))"
    }
    return parts.isEmpty
      ? []
      : [
        "On clean images \(second.label) is, against \(first.label), in " + Wording.list(parts)
          + "."
      ]
  }

  /// The attacks that both have, the one that hurts the first run the most first.
  private var pairs: [(RunSummary.AttackResult, RunSummary.AttackResult)] {
    first.summary.attacks.compactMap { attack in
      second.summary.attacks.first { $0.description == attack.description }.map { (attack, $0) }
    }
  }

  private func average(_ attack: RunSummary.AttackResult) -> Double? {
    attack.result(mode)?.average.flatMap { $0.isFinite ? $0 : nil }
  }

  private var rated: [(RunSummary.AttackResult, RunSummary.AttackResult, Double, Double)] {
    pairs.compactMap { one, other in
      guard let before = average(one), let after = average(other) else { return nil }
      return (one, other, before, after)
    }
  }

  private var attackChanges: [String] {
    let rated = rated
    guard let worst = rated.min(by: { $0.2 < $1.2 }) else { return [] }
    let betterCount = rated.count { $0.3 > $0.2 }
    return [
      "Under \(first.titles.full(worst.0)) the average task is \(Wording.change(worst.2)) for "
        + "\(first.label) and \(Wording.change(worst.3)) for \(second.label), each against its own "
        + "clean model; \(second.label) loses less under \(betterCount) of \(rated.count) attacks."
    ]
  }

  /// What is left under the worst attack, in the metrics themselves.
  private var attackedMetrics: [String] {
    guard let worst = rated.min(by: { $0.2 < $1.2 }),
      let one = worst.0.result(mode), let other = worst.1.result(mode)
    else { return [] }
    let parts = zip(one.tasks, other.tasks).compactMap { before, after -> String? in
      guard let metric = before.metrics.first(where: { $0.metric != Metric.loss.rawValue }),
        let found = after.metrics.first(where: { $0.metric == metric.metric }),
        let old = metric.attacked, let new = found.attacked
      else { return nil }
      return "\(Wording.task(before.task)) \(metric.metric) \(old.figure(4)) and \(new.figure(4))"
        + (metric.lowerIsBetter ? " (lower is better)" : "")
    }
    return parts.isEmpty
      ? [] : ["Attacked in that way they still reach: " + Wording.list(parts) + "."]
  }

  /// The mean over a task's metrics of the signed relative change from the first run to the second.
  private func relative(
    of metrics: (RunSummary) -> [RunSummary.MetricResult]?
  ) -> Double? {
    guard let before = metrics(first.summary), let after = metrics(second.summary) else {
      return nil
    }
    let changes = before.compactMap { metric -> Double? in
      guard metric.metric != Metric.loss.rawValue, let old = metric.clean, old != 0,
        let new = after.first(where: { $0.metric == metric.metric })?.clean
      else { return nil }
      let change = (new - old) / old.magnitude
      return change.isFinite ? (metric.lowerIsBetter ? -change : change) : nil
    }
    return changes.isEmpty ? nil : changes.reduce(0, +) / Double(changes.count)
  }
}

extension RunSummary.ModeResult {
  /// A task's metrics.
  fileprivate func clean(_ task: String) -> [RunSummary.MetricResult]? {
    tasks.first { $0.task == task }?.metrics
  }
}
