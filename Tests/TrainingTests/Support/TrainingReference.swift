import Foundation
import Kernels
import Networks
import Tasks
import TensorCore
import Training

/// Fixtures/training.json: iterations of a small network by PyTorch.
struct TrainingReference: Decodable {
  struct Iteration: Decodable {
    let images: [Float]
    let labels: [[Float]]
    let steps: [Step]
  }

  struct Step: Decodable {
    let images: [Double]
    let losses: [Double]
    let gradients: [String: [Double]]
    let state: [String: [Double]]
  }

  let batch: Int
  let size: Int
  let radius: Float
  let attackSteps: Int
  let start: [String: [Double]]
  let iterations: [Iteration]

  static func load() throws -> TrainingReference {
    try JSONDecoder().decode(Self.self, from: Data(contentsOf: Fixtures.file("training.json")))
  }

  let conventions = TaskConvention.nyuv2()

  private enum CodingKeys: String, CodingKey {
    case batch, size, radius, attackSteps, start, iterations
  }

  /// The script's network.
  func graph() throws -> NetworkGraph {
    var graph = NetworkGraph(inputChannels: 3)
    var node = try graph.add(
      .convolution(Convolution(3, 6, kernel: 3, stride: 2, padding: 1)), 0,
      parameterPrefix: "conv")
    node = try graph.add(.batchNorm(BatchNorm(channels: 6)), node, parameterPrefix: "norm")
    node = try graph.add(.relu, node)
    for convention in conventions {
      let name = convention.task.rawValue
      let head = try graph.add(
        .convolution(Convolution(6, convention.predictionChannels, kernel: 1, hasBias: true)),
        node, parameterPrefix: name)
      graph.addOutput(name, node: head)
    }
    return graph
  }

  func parameters() throws -> ParameterSet {
    var set = ParameterSet()
    for parameter in try graph().parameters {
      set.add(
        parameter.name, shape: parameter.shape,
        values: (start[parameter.name] ?? []).map { Float($0) })
    }
    return set
  }

  func shape(_ images: Int) -> TensorShape {
    TensorShape(batch: images, height: size, width: size, channels: 3)
  }

  /// Some images of an iteration's batch, in their order.
  func batch(_ iteration: Int, _ range: Range<Int>? = nil) throws -> TrainingBatch {
    let range = range ?? 0..<batch
    let stored = iterations[iteration % iterations.count]
    func part(_ values: [Float], _ channels: Int) -> [Float] {
      let count = size * size * channels
      return Array(values[range.lowerBound * count..<range.upperBound * count])
    }
    let images = part(stored.images, 3)
    let labels = try zip(conventions, stored.labels).map { convention, values in
      var shape = shape(range.count)
      shape.channels = convention.labelChannels
      return try TaskLabel(convention, shape: shape, values: part(values, shape.channels))
    }
    return TrainingBatch(
      images: Tensor(shape(range.count), nhwc: images.span), labels: labels,
      samples: range.map { 10 * iteration + $0 })
  }

  /// The valid values of images.
  static var range: ChannelRange {
    let means = SIMD3<Float>(104.006_987_93, 116.668_767_62, 122.678_914_34)
    return ChannelRange(lower: -means, upper: 255 - means)
  }
}
