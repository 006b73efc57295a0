import Attacks
import Benchmarking
import Jobs
import Kernels
import Tasks
import TensorCore

/// Records without a network behind them, of the size that records of full images have: labels and
/// predictions are random, so that histograms and confusion matrices are as full as they get.
struct StandInRecords {
  private let variants: [(losses: [TaskLoss], metrics: [MetricRecord])]

  /// Few, since each costs as much as the judgement of an image.
  private static let variantCount = 4
  private static let label = TensorShape(batch: 1, height: 480, width: 640, channels: 3)
  private static let prediction = TensorShape(batch: 1, height: 41, width: 41, channels: 3)

  /// - Throws: `TaskLabelError` never: the labels fit the conventions.
  init(_ conventions: [TaskConvention]) throws {
    var meter = MetricMeter()
    variants = try (0..<Self.variantCount).map { variant in
      var losses: [TaskLoss] = []
      var metrics: [MetricRecord] = []
      for convention in conventions {
        let label = try SyntheticBatch.label(
          convention, images: Self.label, seed: UInt64(variant))
        let values = Self.predicted(convention, seed: UInt64(variant + Self.variantCount))
        let loss = try label.prepared(
          image: 0, height: Self.prediction.height, width: Self.prediction.width
        ).loss(of: values.span)
        losses.append(TaskLoss(loss.value, isEmpty: loss.isEmpty))
        metrics.append(
          meter.record(
            of: values.span, height: Self.prediction.height, width: Self.prediction.width,
            target: try label.metricTarget(image: 0), loss: loss))
      }
      return (losses, metrics)
    }
  }

  /// The bytes of a record.
  subscript(key: RecordKey) -> [UInt8] {
    let variant = variants[(key.image + key.configuration) % variants.count]
    let figures = AttackFigures(
      objective: 1, relativeChange: 1, restart: 0, flags: [], largestChange: 8,
      euclideanChange: 1_000, steps: [])
    return RunRecord(
      key, losses: variant.losses, metrics: variant.metrics,
      attack: key.configuration == RecordKey.clean ? nil : figures
    ).bytes
  }

  /// Numbers in -1...1 for every channel of a prediction.
  private static func predicted(_ convention: TaskConvention, seed: UInt64) -> [Float] {
    let random = CounterRandom(key: seed)
    let count = prediction.height * prediction.width * convention.predictionChannels
    return (0..<count).map { 2 * random.uniform($0) - 1 }
  }
}
