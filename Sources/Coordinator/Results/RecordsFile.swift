internal import Attacks
internal import ByteStorage
internal import Foundation
internal import HDF5Store
internal import Jobs
internal import Tasks

/// Writes `records.h5`: one row for every image and configuration, images in the order of the data
/// set, and the records themselves, from which every metric of any set of images follows.
///
/// docs/results-format.md describes the file. Its bytes are a function of the records.
final class RecordsFile {
  /// Version of the layout.
  static let version: Int64 = 1

  private let path: String
  private let partialPath: String
  private let file: HDF5File
  private let job: EvaluationJob
  private let dialect: LabelDialect
  private let attackCount: Int
  private let offsets: HDF5Dataset
  private let bytes: HDF5Dataset
  private var byteCount: UInt64 = 0
  private var imageCount = 0

  /// Begins the file, under another name.
  /// - Throws: `HDF5Error`.
  init(
    _ path: String, job: EvaluationJob, identity: RunIdentity, dialect: LabelDialect,
    imageNames: [String]
  ) throws {
    self.path = path
    self.job = job
    self.dialect = dialect
    attackCount = job.attacks.count
    partialPath = "\(path).partial"
    file = try HDF5File.create(partialPath, replacing: true)
    let root = file.root
    try root.attributes.setVariable("format", to: "equipoise-records")
    try root.attributes.set("version", to: Self.version)
    try root.attributes.setVariable("job", to: job.name)
    try root.attributes.setVariable("kind", to: dialect.rawValue)
    try root.attributes.setVariable("tasks", to: job.model.tasks.map(\.rawValue))
    try root.attributes.setVariable("identity", to: identity.digest)
    try Self.writeTexts(imageNames, to: "image", in: root)
    try Self.writeTexts(job.attacks.map(\.description), to: "configuration", in: root)
    try Self.writeTexts(
      identity.facts.map { "\($0.name)=\($0.value)" }, to: "identity", in: root)
    offsets = try root.createDataset(
      "record/offset", of: UInt64.self, shape: [imageNames.count, attackCount + 1],
      layout: .chunked([1, attackCount + 1]))
    bytes = try root.createDataset(
      "record/bytes", of: UInt8.self, shape: [0],
      layout: .chunked([1 << 16], isExtendable: true))
    try createColumns(imageCount: imageNames.count)
  }

  /// Appends all records of the next image: that of the clean one and those of all attacks.
  /// - Throws: `HDF5Error`.
  func append(_ records: [RunRecord]) throws {
    precondition(records.count == attackCount + 1, "\(records.count) records of an image")
    let row = imageCount
    imageCount += 1
    var row64: [UInt64] = []
    var all: [UInt8] = []
    for record in records {
      row64.append(byteCount)
      let encoded = record.bytes
      byteCount += UInt64(encoded.count)
      all += encoded
    }
    try bytes.append(all)
    try offsets.write(row64, to: Hyperslab(start: [row, 0], count: [1, row64.count]))
    try put(records[0].losses.map(\.value), "clean/loss", row)
    let attacks = records.dropFirst()
    let figures = attacks.compactMap(\.attack)
    try put(attacks.flatMap { $0.losses.map(\.value) }, "attack/loss", row)
    try put(figures.map(\.objective), "attack/objective", row)
    try put(figures.map(\.relativeChange), "attack/relative_change", row)
    try put(figures.map { UInt32($0.restart) }, "attack/restart", row)
    try put(
      figures.map { UInt32(truncatingIfNeeded: $0.flags.rawValue) }, "attack/flags", row)
    try put(figures.map(\.largestChange), "attack/largest_change", row)
    try put(figures.map(\.euclideanChange), "attack/euclidean_change", row)
    if job.recordsSteps { try putSteps(figures, row) }
    try putMetrics(records, row)
  }

  /// Completes the file and gives it its name.
  /// - Throws: `HDF5Error`; `FileError`.
  func commit() throws {
    try file.close()
    try PartialFile.commit(partialPath, as: path)
  }

  /// The largest number of points that an attack of the job records.
  private var pointCount: Int { job.attacks.map { $0.attack.method.stepCount + 1 }.max() ?? 0 }

  private func createColumns(imageCount: Int) throws {
    let tasks = job.model.conventions.count
    func create<Element: HDF5Element>(
      _ name: String, _ type: Element.Type, _ shape: [Int], fill: Element = Element()
    ) throws {
      _ = try file.root.createDataset(
        name, of: type, shape: shape, layout: .chunked([1] + shape.dropFirst()), fillValue: fill)
    }
    let rows = [imageCount, attackCount]
    try create("clean/loss", Double.self, [imageCount, tasks])
    try create("attack/loss", Double.self, rows + [tasks])
    for name in ["objective", "relative_change", "euclidean_change"] {
      try create("attack/\(name)", Double.self, rows)
    }
    try create("attack/restart", UInt32.self, rows)
    try create("attack/flags", UInt32.self, rows)
    try create("attack/largest_change", Float.self, rows)
    if job.recordsSteps {
      let points = rows + [pointCount]
      try create("attack/steps/loss", Double.self, points + [tasks], fill: .nan)
      try create("attack/steps/objective", Double.self, points, fill: .nan)
      try create("attack/steps/step_size", Float.self, points, fill: .nan)
    }
    try forEachMetric { _, task, mode, metric in
      try create(Self.column("clean", task, mode, metric), Double.self, [imageCount, 1])
      try create(Self.column("attack", task, mode, metric), Double.self, rows)
    }
  }

  private func putSteps(_ figures: [AttackFigures], _ row: Int) throws {
    let tasks = job.model.conventions.count
    for (attack, figures) in figures.enumerated() where !figures.steps.isEmpty {
      let start = [row, attack, 0]
      let count = [1, 1, figures.steps.count]
      try file.root.dataset("attack/steps/loss").write(
        figures.steps.flatMap { $0.losses.map(\.value) },
        to: Hyperslab(start: start + [0], count: count + [tasks]))
      try file.root.dataset("attack/steps/objective").write(
        figures.steps.map(\.objective), to: Hyperslab(start: start, count: count))
      try file.root.dataset("attack/steps/step_size").write(
        figures.steps.map(\.stepSize), to: Hyperslab(start: start, count: count))
    }
  }

  /// Every metric of every image by itself; NaN where it is not defined.
  private func putMetrics(_ records: [RunRecord], _ row: Int) throws {
    var values: [String: [Double]] = [:]
    for (number, record) in records.enumerated() {
      for (task, convention) in job.model.conventions.enumerated() {
        var single = MetricAccumulator(convention)
        single.add(record.metrics[task])
        for mode in job.reportedModes {
          let metrics = single.metrics(mode, of: dialect)
          for entry in metrics.entries {
            let group = number == RecordKey.clean ? "clean" : "attack"
            values[
              Self.column(group, convention.task, mode, entry.metric), default: []
            ].append(entry.value ?? .nan)
          }
        }
      }
    }
    for (name, row64) in values.sorted(by: { $0.key < $1.key }) { try put(row64, name, row) }
  }

  private func forEachMetric(
    _ body: (_ number: Int, _ task: DenseTask, _ mode: MetricMode, _ metric: Metric) throws -> Void
  ) throws {
    for (number, convention) in job.model.conventions.enumerated() {
      for mode in job.reportedModes {
        for metric in convention.metrics(mode, of: dialect) {
          try body(number, convention.task, mode, metric)
        }
      }
    }
  }

  private static func column(
    _ group: String, _ task: DenseTask, _ mode: MetricMode, _ metric: Metric
  ) -> String { "\(group)/\(task.rawValue)/\(mode.rawValue)/\(metric.rawValue)" }

  /// Writes a row of a column.
  private func put<Element: HDF5Element>(
    _ values: [Element], _ name: String, _ row: Int
  ) throws {
    let dataset = try file.root.dataset(name)
    try dataset.write(values, to: Hyperslab(rows: row..<row + 1, of: dataset.shape))
  }

  private static func writeTexts(_ texts: [String], to name: String, in group: HDF5Group) throws {
    let dataset = try group.createStringDataset(
      name, of: .fixedString(fitting: texts), shape: [texts.count])
    try dataset.writeStrings(texts)
  }
}
