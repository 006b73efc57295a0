internal import Coordinator

/// What a run's results say, in sentences that are computed from them.
struct RunFindings {
  private let summary: RunSummary
  private let mode: String
  private let tasks: [String]
  private let titles: AttackTitles

  /// Findings of a summary in one of its modes.
  init(_ summary: RunSummary, mode: String) {
    self.summary = summary
    self.mode = mode
    tasks = summary.clean.first { $0.mode == mode }.map { $0.tasks.map(\.task) } ?? []
    titles = AttackTitles(summary.attacks, tasks: tasks)
  }

  /// The sentences; none where no attack has a finite result.
  var sentences: [String] { strongest + weakestSpots + comparisons + transfers }

  private func average(_ attack: RunSummary.AttackResult) -> Double? {
    attack.result(mode)?.average.flatMap { $0.isFinite ? $0 : nil }
  }

  private func performance(_ attack: RunSummary.AttackResult, _ task: Int) -> Double? {
    attack.result(mode)?.tasks[task].performance.flatMap { $0.isFinite ? $0 : nil }
  }

  /// The attack that hurts all tasks together the most.
  private var strongest: [String] {
    let rated = summary.attacks.compactMap { attack in average(attack).map { (attack, $0) } }
    guard let (attack, value) = rated.min(by: { $0.1 < $1.1 }) else { return [] }
    let interval = attack.result(mode)?.averageInterval.map { interval in
      " (\(Wording.change(interval.high)) to \(Wording.change(interval.low)) in "
        + "\((100 * summary.confidenceLevel).figure(0)) % of resamplings)"
    }
    let parts = tasks.indices.compactMap { task in
      performance(attack, task).map { "\(Wording.task(tasks[task])) \(Wording.change($0))" }
    }
    return [
      "Of \(rated.count) attacks, \(titles.full(attack)) hurts the most: the average task is "
        + Wording.change(value) + (interval ?? "") + "; " + Wording.list(parts) + "."
    ]
  }

  /// For every task, the attack that hurts it the most.
  private var weakestSpots: [String] {
    let spots = tasks.indices.compactMap { task -> String? in
      let rated = summary.attacks.compactMap { attack in
        performance(attack, task).map { (attack, $0) }
      }
      guard let (attack, value) = rated.min(by: { $0.1 < $1.1 }) else { return nil }
      return "\(Wording.task(tasks[task])) by \(titles.full(attack)) "
        + "(\(Wording.change(value)))"
    }
    return spots.isEmpty || summary.attacks.count < 2
      ? [] : ["Hurt the most are " + Wording.list(spots) + "."]
  }

  /// Balanced against total, where both differ in nothing else, at the largest budget.
  private var comparisons: [String] {
    let balanced = summary.attacks.filter { $0.strategy == "balanced" }
    let pairs = balanced.compactMap { attack -> (RunSummary.AttackResult, Double, Double)? in
      guard
        let other = summary.attacks.first(where: {
          $0.strategy == "total" && $0.family == attack.family && $0.radius == attack.radius
            && $0.norm == attack.norm && $0.steps == attack.steps
        }), let first = average(attack), let second = average(other)
      else { return nil }
      return (attack, first, second)
    }
    var largest: [(RunSummary.AttackResult, Double, Double)] = []
    for pair in pairs {
      if let place = largest.firstIndex(where: { $0.0.family == pair.0.family }) {
        if pair.0.radius > largest[place].0.radius { largest[place] = pair }
      } else {
        largest.append(pair)
      }
    }
    return largest.prefix(3).map { attack, balanced, total in
      let verdict =
        balanced < total
        ? "more than" : (balanced > total ? "less than" : "as much as")
      return "Balancing the tasks hurts \(verdict) their total loss under "
        + "\(titles.method(attack)) at radius \(attack.radius.shortestFigure): the average task is "
        + "\(Wording.change(balanced)) instead of \(Wording.change(total))."
    }
  }

  /// What attacks on one task each do to the others.
  private var transfers: [String] {
    summary.transfer.filter { $0.mode == mode && $0.attacked.count > 1 }.suffix(2).flatMap {
      matrix in
      var sentences: [String] = []
      if let direct = matrix.direct, let transferred = matrix.transferred, direct.isFinite,
        transferred.isFinite
      {
        sentences.append(
          "Attacks on one task (\(matrix.attack)) leave the attacked task "
            + "\(Wording.change(direct)) and the other tasks \(Wording.change(transferred)) on "
            + "average.")
      }
      let details = zip(matrix.attacked, matrix.performance).compactMap { task, row in
        side(task, row, matrix.measured)
      }
      if !details.isEmpty { sentences.append(details.joined(separator: ". ") + ".") }
      return sentences
    }
  }

  private func side(_ task: String, _ row: [Double?], _ measured: [String]) -> String? {
    let others = zip(measured, row).compactMap { name, value -> String? in
      guard name != task, let value, value.isFinite else { return nil }
      return "\(Wording.task(name)) \(Wording.change(value))"
    }
    return others.isEmpty
      ? nil : "Attacking \(Wording.task(task)) makes \(Wording.list(others))"
  }
}
