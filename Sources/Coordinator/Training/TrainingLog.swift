public import Foundation
public import Jobs
public import Logging
internal import Tasks
internal import TextReports
public import Training

/// What rank zero writes about a training while it goes on: curves, measurements, and a line about
/// the progress.
public final class TrainingLog {
  private let job: TrainingJob
  private let logger: Logger
  private let losses: IterationTable
  private let measurements: IterationTable
  private let events: EventFile
  private var progress: TrainingProgress

  /// Opens the tables of a folder.
  /// - Parameters:
  ///   - iteration: the iteration that the training goes on from; 0 for a new one.
  ///   - iterationCount: iterations of the whole training.
  ///   - start: when this attempt began.
  ///   - source: which process this is, for the names of files.
  /// - Throws: errors of the file system; a table with other columns.
  public init(
    _ job: TrainingJob, in folder: TrainingFolder, from iteration: Int, iterationCount: Int,
    start: Date, source: String, logger: Logger
  ) throws {
    self.job = job
    self.logger = logger
    let tasks = job.model.tasks.map(\.rawValue)
    losses = try IterationTable(
      folder.lossPath,
      columns: ["epoch", "step", "images", "learning-rate", "objective", "gradient-norm"]
        + tasks.map { "loss \($0)" } + tasks.map { "weight \($0)" }, keepingTo: iteration)
    measurements = try IterationTable(
      folder.validationPath, columns: ["mode", "task", "metric", "value"], keepingTo: iteration)
    events = try EventFile(
      in: folder.path, start: start, source: source, from: iteration + 1)
    progress = TrainingProgress(total: iterationCount, initial: iteration)
  }

  /// Notes an iteration.
  /// - Parameters:
  ///   - number: of the iteration, from 1.
  ///   - epoch: the epoch that its batch began in.
  ///   - imageCount: images of its batch.
  /// - Throws: errors of the file system.
  public func note(
    _ number: Int, epoch: Int, imageCount: Int, _ reports: [StepReport]
  ) throws {
    for report in reports {
      let values = [
        "\(epoch)", report.kind.rawValue, "\(imageCount)", report.learningRate.shortest,
        report.objective.shortest, report.gradientNorm.map { $0.shortest } ?? "",
      ]
      try losses.append(
        number,
        values + report.losses.map { $0.shortest } + report.weights.map { $0.shortest })
      try events.append(curves(report), iteration: number)
    }
    if let line = progress.line(number, images: imageCount, { state(reports) }) {
      logger.info("\(line)")
    }
  }

  /// Notes what a measurement in between found.
  /// - Parameter records: of all images, in their order.
  /// - Throws: errors of the file system.
  public func validate(_ iteration: Int, _ records: [RunRecord]) throws {
    var accumulators = job.model.conventions.map { MetricAccumulator($0) }
    for record in records {
      for (task, metrics) in record.metrics.enumerated() { accumulators[task].add(metrics) }
    }
    var words: [String] = []
    var curves: [(tag: String, value: Double)] = []
    for mode in MetricMode.allCases {
      for found in accumulators.map({ $0.metrics(mode, of: job.data.kind) }) {
        for metric in found.entries.map(\.metric) + [.loss] {
          let value = found[metric]
          try measurements.append(
            iteration,
            [
              mode.rawValue, found.task.rawValue, metric.rawValue,
              value.map { $0.shortest } ?? "",
            ])
          if let value {
            let tag = "\(mode.rawValue)/\(found.task.rawValue) \(metric.rawValue)"
            curves.append((tag: tag, value: value))
          }
        }
        guard mode == .strict, let first = found.entries.first, let value = first.value else {
          continue
        }
        words.append("\(found.task.rawValue) \(first.metric.rawValue) \(value.decimals(4))")
      }
    }
    try events.append(curves, iteration: iteration)
    logger.info(
      "iteration \(iteration): \(records.count) images: \(words.joined(separator: ", "))")
  }

  /// Brings everything that was noted to the disk, before a checkpoint is written.
  /// - Throws: errors of the file system.
  public func sync() throws {
    try losses.sync()
    try measurements.sync()
    try events.sync()
  }

  private func curves(_ report: StepReport) -> [(tag: String, value: Double)] {
    let kind = report.kind.rawValue
    var values = zip(job.model.tasks, report.losses).map { task, loss in
      (tag: "\(kind)/loss \(task.rawValue)", value: loss)
    }
    values += zip(job.model.tasks, report.weights).map { task, weight in
      (tag: "\(kind)/weight \(task.rawValue)", value: weight)
    }
    values.append((tag: "\(kind)/objective", value: report.objective))
    values.append((tag: "\(kind)/learning rate", value: report.learningRate))
    if let norm = report.gradientNorm { values.append((tag: "\(kind)/gradient norm", value: norm)) }
    return values
  }

  private func state(_ reports: [StepReport]) -> String {
    let losses = reports.map { report in
      "\(report.kind.rawValue) losses "
        + report.losses.map { $0.decimals(4) }.joined(separator: " ")
    }
    return losses.joined(separator: ", ")
      + ", learning rate \((reports.first?.learningRate ?? 0).shortest)"
  }
}
