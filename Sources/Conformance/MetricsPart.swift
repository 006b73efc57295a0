import HDF5Store
import Tasks
import TensorCore

/// Compares the metrics of a network's stored outputs with the published ones, in `paper` mode: one
/// sample at a time and as one batch, before and after rounding.
struct MetricsPart {
  /// The member that holds the reference.
  static let member = "metrics"
  private let file: ReferenceFile
  private let group: HDF5Group
  private let model: ReferenceModel
  private let prefix: String

  init(_ file: ReferenceFile, _ group: HDF5Group, model: ReferenceModel, prefix: String) {
    self.file = file
    self.group = group
    self.model = model
    self.prefix = prefix
  }

  /// Adds the comparisons to `report`.
  func check(_ report: inout ConformanceReport) throws {
    let stored = try group.group(Self.member)
    let outputs = try group.group("outputs")
    let targets = try (0..<model.shape.batch).map { try model.metricTargets($0) }
    var meter = MetricMeter()
    for (task, convention) in model.conventions.enumerated() {
      let output = try file.nhwc(outputs, convention.task.rawValue)
      guard output.shape.batch == targets.count else {
        throw file.fault(
          "\(prefix)outputs/\(convention.task.rawValue)", "\(targets.count) samples",
          "\(output.shape.batch)")
      }
      var records: [MetricRecord] = []
      var angles: [Double] = []
      for (sample, row) in targets.enumerated() {
        let size = output.shape.imageElementCount
        let values = Array(output.values[sample * size..<(sample + 1) * size])
        let (height, width) = (output.shape.height, output.shape.width)
        let loss = try model.target(sample, task, height: height, width: width)
          .loss(of: values.span)
        records.append(
          meter.record(
            of: values.span, height: height, width: width, target: row[task], loss: loss))
        guard convention.task == .normals else { continue }
        angles += meter.angles(of: values.span, height: height, width: width, target: row[task])
      }
      let median = Self.median(angles)
      for (name, units) in [
        ("clean_batch1", records), ("clean_batchN", [MetricRecord(pooling: records)]),
      ] {
        var accumulator = MetricAccumulator(convention)
        for record in units { accumulator.add(record) }
        try compare(accumulator, median, stored, name, &report)
      }
    }
  }

  private func compare(
    _ accumulator: MetricAccumulator, _ median: Double?, _ stored: HDF5Group, _ name: String,
    _ report: inout ConformanceReport
  ) throws {
    let convention = accumulator.convention
    for isRounded in [false, true] {
      let member = isRounded ? name : "\(name)_unrounded"
      guard let all: [String: [String: Double]] = try file.json(stored, member),
        let values = all[convention.task.rawValue]
      else {
        throw file.fault(
          "\(prefix)\(Self.member)/\(member)", "metrics of every task", "something else")
      }
      let found = accumulator.metrics(.paper, of: model.benchmark, isRounded: isRounded)
      let expected = TaskMetrics(published: values, convention, model.benchmark)
      let subject = "\(prefix)\(Self.member)/\(member)/\(convention.task.rawValue)"
      report.addMissing(subject, values, expected)
      report.add(
        "\(subject) loss", .relative, Differences.relative(found.loss, expected.loss),
        bound: Tolerances.loss)
      for (entry, reference) in zip(found.entries, expected.entries) {
        let name = "\(subject) \(entry.metric.rawValue)"
        if entry.metric == .medianAngle {
          report.add(
            "\(name) of the histogram", .largest,
            Differences.absolute(entry.value, reference.value), bound: AngleBins.width)
          guard !isRounded else { continue }
          report.add(
            name, .relative, Differences.relative(median, reference.value),
            bound: Tolerances.metric)
        } else if isRounded {
          report.add(
            name, .largest, Differences.absolute(entry.value, reference.value),
            bound: Tolerances.lastDecimal)
        } else {
          report.add(
            name, .relative, Differences.relative(entry.value, reference.value),
            bound: Tolerances.metric)
        }
      }
    }
  }

  /// The mean of the one or two in the middle.
  private static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}

extension ConformanceReport {
  /// Adds how many names the stored values and the metrics that are compared do not share.
  mutating func addMissing(
    _ subject: String, _ stored: [String: Double], _ metrics: TaskMetrics
  ) {
    let names = Set(metrics.entries.map(\.metric.rawValue) + [Metric.loss.rawValue])
    let count = names.symmetricDifference(stored.keys).count
    add("\(subject) names", .count, Double(count), bound: 0)
  }
}

extension Differences {
  /// Difference of two numbers over the reference; NaN when one is missing.
  static func relative(_ value: Double?, _ reference: Double?) -> Double {
    guard let value, let reference else { return .nan }
    return value.isNaN && reference.isNaN ? 0 : relative(value, reference)
  }

  /// Difference of two numbers; NaN when one is missing.
  static func absolute(_ value: Double?, _ reference: Double?) -> Double {
    guard let value, let reference else { return .nan }
    return value == reference || value.isNaN && reference.isNaN ? 0 : abs(value - reference)
  }
}

extension Tolerances {
  /// Relative error of metrics before rounding.
  static let metric = 1e-4
  /// Difference of metrics after rounding: one in the fourth decimal, which two numbers on either
  /// side of a half come to, as a difference of two numbers of single precision.
  static let lastDecimal = 1.1e-4
  /// Relative error of relative performances that are computed from stored metrics.
  static let relativePerformance = 1e-6
}
