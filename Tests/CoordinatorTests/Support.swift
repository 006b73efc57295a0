import Attacks
import Foundation
import Jobs
import Tasks
import TensorCore

/// A folder that goes away with its owner.
final class ScratchFolder {
  private let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("coordinator-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
  }
}

enum Example {
  static let conventions = [TaskConvention.depth(.metres), TaskConvention.normals(.decoded)]

  /// A record whose numbers follow from its key.
  static func record(_ image: Int, _ configuration: Int) throws -> RunRecord {
    let value = Float(1 + image) + Float(configuration) / 10
    var metrics: [MetricRecord] = []
    var losses: [TaskLoss] = []
    for convention in conventions {
      let channels = convention.labelChannels
      let label = try TaskLabel(
        convention, shape: .init(batch: 1, height: 1, width: 2, channels: channels),
        values: (0..<2 * channels).map { 1 + Float($0 % 2) }, mask: [1, 1])
      let prediction = (0..<2 * channels).map { value + Float($0 % 3) }
      let loss = try label.prepared(image: 0, height: 1, width: 2).loss(of: prediction.span)
      var meter = MetricMeter()
      metrics.append(
        meter.record(
          of: prediction.span, height: 1, width: 2, target: try label.metricTarget(image: 0),
          loss: loss))
      losses.append(TaskLoss(loss.value))
    }
    let figures = AttackFigures(
      objective: Double(value), relativeChange: Double(configuration) / 8, restart: 0,
      flags: configuration == 2 ? [.vanishingGradient] : [], largestChange: 2,
      euclideanChange: 3, steps: [])
    return RunRecord(
      RecordKey(image: image, configuration: configuration), losses: losses, metrics: metrics,
      attack: configuration == RecordKey.clean ? nil : figures)
  }
}
