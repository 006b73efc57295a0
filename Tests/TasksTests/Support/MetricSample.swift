import Tasks
import TensorCore
import TestSupport

/// One image with a prediction and a label of its own size.
struct MetricSample {
  var convention: TaskConvention
  var predictionSize: (height: Int, width: Int)
  var labelSize: (height: Int, width: Int)
  var prediction: [Float]
  var label: [Float]
  var mask: [Float]?

  /// A label of one row, which the prediction has pixel by pixel.
  init(
    _ convention: TaskConvention, prediction: [Float], label: [Float], mask: [Float]? = nil
  ) {
    let width = label.count / convention.labelChannels
    self.convention = convention
    predictionSize = (1, width)
    labelSize = (1, width)
    self.prediction = prediction
    self.label = label
    self.mask = mask
  }

  /// Random values, with pixels that are not valid of every kind that the convention has, and near
  /// enough to the truth that no metric is trivial.
  init(
    random convention: TaskConvention, prediction: (height: Int, width: Int),
    label: (height: Int, width: Int), using generator: inout SeededGenerator
  ) {
    self.convention = convention
    predictionSize = prediction
    labelSize = label
    let pixels = label.height * label.width
    mask =
      convention.requiresMask
      ? (0..<pixels).map { _ in Bool.random(using: &generator) ? 1 : 0 } : nil
    let count = prediction.height * prediction.width * convention.predictionChannels
    switch convention.target {
    case .classes(let classes, _):
      self.label = (0..<pixels).map { _ in
        let value = Int.random(in: 0...classes, using: &generator)
        return value == classes ? 255 : Float(value)
      }
      self.prediction = generator.floats(count, in: -3...3)
    case .normals(.rawBGR):
      self.label = (0..<3 * pixels).map { _ in Float(Int.random(in: 0...255, using: &generator)) }
      self.label.replaceSubrange(3..<6, with: [0, 0, 0])
      self.prediction = generator.floats(count, in: 0...255)
    case .normals(.decoded):
      self.label = generator.floats(3 * pixels)
      self.prediction = generator.floats(count)
    case .depth(let encoding):
      let hole: Float = encoding == .metres ? 0 : 255
      self.label = generator.floats(pixels, in: 0.5...2).map { $0 > 1.9 ? hole : $0 }
      self.prediction = generator.floats(count, in: -0.5...3)
    case .response:
      self.label = generator.floats(pixels).map { $0 > 0.9 ? 255 : $0 }
      self.prediction = generator.floats(count)
    }
  }

  func taskLabel() throws -> TaskLabel {
    let shape = TensorShape(
      batch: 1, height: labelSize.height, width: labelSize.width,
      channels: convention.labelChannels)
    return try TaskLabel(convention, shape: shape, values: label, mask: mask)
  }

  func loss() throws -> LossSum {
    try taskLabel().prepared(
      image: 0, height: predictionSize.height, width: predictionSize.width
    ).loss(of: prediction.span)
  }

  func record(_ meter: inout MetricMeter) throws -> MetricRecord {
    meter.record(
      of: prediction.span, height: predictionSize.height, width: predictionSize.width,
      target: try taskLabel().metricTarget(image: 0), loss: try loss())
  }
}

extension [MetricSample] {
  /// The accumulator of all samples, in their order.
  func accumulated() throws -> MetricAccumulator {
    var meter = MetricMeter()
    var accumulator = MetricAccumulator(self[0].convention)
    for sample in self { accumulator.add(try sample.record(&meter)) }
    return accumulator
  }
}
