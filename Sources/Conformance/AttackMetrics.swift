import HDF5Store
import Tasks
import TensorCore

/// Compares the metrics and the relative performance of one stored run with the published ones: the
/// metrics of the stored adversarial images through this build's network, and the performance that
/// follows from the stored metrics.
struct AttackMetrics {
  private typealias Values = [String: [String: Double]]

  private let file: ReferenceFile
  private let run: AttackRun
  private let subject: AttackSubject

  init(_ file: ReferenceFile, _ run: AttackRun, _ subject: AttackSubject) {
    self.file = file
    self.run = run
    self.subject = subject
  }

  /// Adds the comparisons to `report`; nothing for a run without metrics.
  func check(_ report: inout ConformanceReport) throws {
    guard let stored: Values = try file.json(run.group, "metrics") else { return }
    let attacked = try published(stored, "\(run.name)/metrics")
    try checkRelative(attacked, &report)
    guard try run.group.contains("adv") else {
      report.notCovered.append("\(run.name)/metrics: no adversarial images in full precision")
      return
    }
    let images = try file.nhwc(run.group, "adv", of: subject.model.shape)
    var meter = MetricMeter()
    var accumulators = subject.model.conventions.map { MetricAccumulator($0) }
    for sample in 0..<subject.sampleCount {
      let size = subject.model.shape.imageElementCount
      let values = Array(images[sample * size..<(sample + 1) * size])
      let records = try subject.records(of: values, sample, &meter)
      for (task, record) in records.enumerated() { accumulators[task].add(record) }
    }
    for (task, accumulator) in accumulators.enumerated() {
      let found = accumulator.metrics(.paper, of: subject.model.benchmark, isRounded: false)
      compare(found, attacked[task], &report)
    }
  }

  /// Stored values are rounded: half a unit of their fourth decimal is no difference.
  private func compare(
    _ found: TaskMetrics, _ expected: TaskMetrics, _ report: inout ConformanceReport
  ) {
    let subject = "\(run.name)/metrics/\(found.task.rawValue)"
    report.add(
      "\(subject) loss", .relative, Differences.relative(found.loss, expected.loss),
      bound: Tolerances.loss)
    for (entry, reference) in zip(found.entries, expected.entries) {
      let name = "\(subject) \(entry.metric.rawValue)"
      if entry.metric == .medianAngle {
        report.add(
          "\(name) of the histogram", .largest,
          Differences.absolute(entry.value, reference.value), bound: AngleBins.width)
        continue
      }
      let difference = Differences.absolute(entry.value, reference.value)
      let beyond = max(difference - Tolerances.lastDecimal / 2, 0)
      // Of a share of nothing, nothing differs.
      let relative = beyond == 0 ? 0 : beyond / abs(reference.value ?? .nan)
      report.add(name, .relative, relative, bound: Tolerances.metric)
    }
  }

  private func checkRelative(
    _ attacked: [TaskMetrics], _ report: inout ConformanceReport
  ) throws {
    guard let stored: [String: Double] = try file.json(run.group, "relative"),
      let clean: Values = try file.json(file.root, "no_attack_results")
    else { throw file.fault("\(run.name)/relative", "a number for every name", "nothing") }
    let found = RelativePerformance(
      of: attacked, against: try published(clean, "no_attack_results"), mode: .paper)
    var values: [(name: String, value: Double?)] = found.entries.flatMap { entry in
      let name = entry.task.rawValue.prefix(4)
      return [("\(name) acc.", entry.performance), ("\(name) loss", entry.loss)]
    }
    values += [("avg. acc.", found.average), ("avg loss", found.averageLoss)]
    for (name, value) in values {
      report.add(
        "\(run.name)/relative \(name)", .relative, Differences.relative(value, stored[name]),
        bound: Tolerances.relativePerformance)
    }
  }

  private func published(_ values: Values, _ place: String) throws -> [TaskMetrics] {
    try subject.model.conventions.map { convention in
      guard let task = values[convention.task.rawValue] else {
        throw file.fault(place, "metrics of \(convention.task.rawValue)", "none")
      }
      return TaskMetrics(published: task, convention, subject.model.benchmark)
    }
  }
}
