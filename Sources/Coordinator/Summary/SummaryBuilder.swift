internal import Attacks
internal import Jobs
internal import Kernels
internal import Tasks
internal import TextReports

/// Makes a summary of a job and what its records add up to.
struct SummaryBuilder {
  let job: EvaluationJob
  let identity: RunIdentity
  let dialect: LabelDialect
  let imageCount: Int
  let pools: RecordPools
  /// For every attack, for every mode of the job, the confidence intervals.
  let intervals: [[PerformanceIntervals]]

  private var modes: [MetricMode] { job.reportedModes }

  /// The summary.
  /// - Complexity: O(configurations x bins).
  func summary() -> RunSummary {
    let attacks = job.attacks.indices.map { attack($0) }
    return RunSummary(
      job: job.name, identity: identity.digest, kind: dialect.rawValue, imageCount: imageCount,
      backbone: job.model.backbone.kind.rawValue,
      layout: identity.facts.first { $0.name == "model.layout" }?.value ?? "",
      layoutNumber: job.model.layout.number, confidenceLevel: job.bootstrap.level,
      clean: modes.map { clean($0) }, attacks: attacks, transfer: transfer(attacks),
      flags: sweepFlags() + imageFlags(attacks))
  }

  private func metrics(_ configuration: Int, _ mode: MetricMode) -> [TaskMetrics] {
    pools.accumulators[configuration].map { $0.metrics(mode, of: dialect) }
  }

  private func clean(_ mode: MetricMode) -> RunSummary.ModeResult {
    let tasks = metrics(RecordKey.clean, mode).map { metrics in
      RunSummary.TaskResult(
        task: metrics.task.rawValue,
        metrics: Self.names(metrics).map { metric in
          RunSummary.MetricResult(
            metric: metric.rawValue, lowerIsBetter: metric.isBetterLower, clean: metrics[metric])
        })
    }
    return RunSummary.ModeResult(mode: mode.rawValue, tasks: tasks)
  }

  private func attack(_ index: Int) -> RunSummary.AttackResult {
    let configuration = job.attacks[index]
    let number = index + 1
    let counts = zip(AttackFlags.explained, pools.flagCounts[number]).filter { $0.1 > 0 }
    return RunSummary.AttackResult(
      configuration: number, description: configuration.description,
      method: configuration.attack.methodName.rawValue,
      strategy: configuration.attack.strategyName.rawValue,
      attackedTasks: attackedTasks(configuration), norm: configuration.norm.rawValue,
      radius: Double(configuration.radius.pixels),
      steps: configuration.attack.method.stepCount, family: configuration.attack.family,
      lossChange: pools.meanChange(number),
      flags: Dictionary(uniqueKeysWithValues: counts.map { ($0.0.name, $0.1) }),
      modes: modes.indices.map { attacked(number, $0) })
  }

  private func relative(_ number: Int, _ mode: MetricMode) -> RelativePerformance {
    RelativePerformance(
      of: metrics(number, mode), against: metrics(RecordKey.clean, mode), mode: mode)
  }

  private func attacked(_ number: Int, _ position: Int) -> RunSummary.ModeResult {
    let mode = modes[position]
    let clean = metrics(RecordKey.clean, mode)
    let found = metrics(number, mode)
    let relative = relative(number, mode)
    let intervals = intervals[number - 1][position]
    let tasks = found.indices.map { task in
      RunSummary.TaskResult(
        task: found[task].task.rawValue,
        metrics: Self.names(clean[task]).map { metric in
          RunSummary.MetricResult(
            metric: metric.rawValue, lowerIsBetter: metric.isBetterLower,
            clean: clean[task][metric], attacked: found[task][metric])
        },
        performance: relative.entries[task].performance,
        performanceInterval: intervals.entries[task].performance.map { .init($0) },
        lossChange: relative.entries[task].loss)
    }
    return RunSummary.ModeResult(
      mode: mode.rawValue, tasks: tasks, average: relative.average,
      averageInterval: intervals.average.map { .init($0) })
  }

  private static func names(_ metrics: TaskMetrics) -> [Metric] {
    metrics.entries.map(\.metric) + [.loss]
  }

  private func attackedTasks(_ configuration: AttackConfiguration) -> [String] {
    switch configuration.attack.strategy {
    case .single(let task): [task]
    case .selective(let tasks, _): tasks
    default: job.model.tasks.map(\.rawValue)
    }
  }
}

extension SummaryBuilder {
  /// One matrix for all attacks that differ in the attacked task alone.
  private func transfer(_ attacks: [RunSummary.AttackResult]) -> [RunSummary.Transfer] {
    var groups: [(key: String, members: [(number: Int, task: DenseTask)])] = []
    for (index, configuration) in job.attacks.enumerated() {
      guard case .single(let name) = configuration.attack.strategy,
        let task = DenseTask(rawValue: name)
      else { continue }
      let attack = attacks[index]
      let key = "\(Self.label(attack)) \(attack.family)"
      if let group = groups.firstIndex(where: { $0.key == key }) {
        groups[group].members.append((index + 1, task))
      } else {
        groups.append((key, [(index + 1, task)]))
      }
    }
    return groups.flatMap { group in
      modes.map { mode in
        let matrix = TransferMatrix(
          group.members.map { (attacked: $0.task, performance: relative($0.number, mode)) })
        return RunSummary.Transfer(
          attack: Self.label(attacks[group.members[0].number - 1]), mode: mode.rawValue,
          attacked: matrix.rows.map(\.attacked.rawValue), measured: matrix.tasks.map(\.rawValue),
          performance: matrix.rows.map(\.performances), direct: matrix.direct,
          transferred: matrix.transferred)
      }
    }
  }

  private static func label(_ attack: RunSummary.AttackResult) -> String {
    "\(attack.method) \(attack.norm) radius \(attack.radius.shortest)"
      + (attack.steps > 1 ? " steps \(attack.steps)" : "")
  }

  private func sweepFlags() -> [RunSummary.Flag] {
    SweepFlag.find(
      in: job.attacks.enumerated().map { index, configuration in
        SweepResult(
          configuration.attack, norm: configuration.norm, radius: configuration.radius,
          relativeChange: pools.meanChange(index + 1))
      }
    ).map { RunSummary.Flag(kind: $0.kind.rawValue, explanation: $0.description) }
  }

  private func imageFlags(_ attacks: [RunSummary.AttackResult]) -> [RunSummary.Flag] {
    attacks.enumerated().flatMap { index, attack in
      zip(AttackFlags.explained, pools.flagCounts[index + 1]).filter { $0.1 > 0 }
        .map { flag, count in
          RunSummary.Flag(
            kind: flag.name,
            explanation: "\(flag.explanation): \(count) of \(imageCount) images under "
              + attack.description)
        }
    }
  }
}

extension RunSummary.Interval {
  fileprivate init(_ interval: ConfidenceInterval) {
    self.init(low: interval.lower, high: interval.upper)
  }
}
