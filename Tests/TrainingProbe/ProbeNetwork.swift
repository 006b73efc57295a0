import Benchmarking
import Networks
import Tasks
import TensorCore
import Training

/// A network of a few thousand parameters, and images without meaning; Fixtures/make_spread.py has
/// the same.
struct ProbeNetwork {
  static let imageSize = 20
  static let seed: UInt64 = 3

  let conventions = TaskConvention.nyuv2()
  let graph: NetworkGraph

  init(dropout: Double) throws {
    var graph = NetworkGraph(inputChannels: 3)
    var node = try graph.add(
      .convolution(Convolution(3, 16, kernel: 3, stride: 2, padding: 1)), 0,
      parameterPrefix: "stem")
    node = try graph.add(.batchNorm(BatchNorm(channels: 16)), node, parameterPrefix: "norm1")
    node = try graph.add(.relu, node)
    node = try graph.add(
      .convolution(Convolution(16, 32, kernel: 3, padding: 1)), node, parameterPrefix: "body")
    node = try graph.add(.batchNorm(BatchNorm(channels: 32)), node, parameterPrefix: "norm2")
    node = try graph.add(.relu, node)
    if dropout > 0 { node = try graph.add(.dropout(probability: dropout), node) }
    for convention in conventions {
      let name = convention.task.rawValue
      let head = try graph.add(
        .convolution(Convolution(32, convention.predictionChannels, kernel: 1, hasBias: true)),
        node, parameterPrefix: name)
      graph.addOutput(name, node: head)
    }
    self.graph = graph
  }

  var parameters: InitialWeights { InitialWeights(for: graph, seed: Self.seed) }

  func shape(_ images: Int) -> TensorShape {
    TensorShape(batch: images, height: Self.imageSize, width: Self.imageSize, channels: 3)
  }

  /// A batch of samples, each made from its number.
  func batch(_ samples: [Int], isPoisoned: Bool = false) throws -> TrainingBatch {
    var pixels = samples.flatMap { SyntheticBatch.images(shape(1), seed: UInt64($0)) }
    if isPoisoned, !pixels.isEmpty { pixels[0] = .nan }
    let labels = try conventions.map { convention in
      let parts = try samples.map {
        try SyntheticBatch.label(convention, images: shape(1), seed: UInt64($0))
      }
      var extents = shape(samples.count)
      extents.channels = convention.labelChannels
      return try TaskLabel(convention, shape: extents, values: parts.flatMap(\.values))
    }
    return TrainingBatch(
      images: Tensor(shape(samples.count), nhwc: pixels.span), labels: labels, samples: samples)
  }
}
