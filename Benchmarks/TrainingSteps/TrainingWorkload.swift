import Attacks
import Benchmarking
import DeepLearningPrimitives
import Kernels
import Networks
import Tasks
import TensorCore
import Training

/// A network to train on one batch without meaning, and this rank's share of that batch.
final class TrainingWorkload {
  let trainer: Trainer
  let batch: TrainingBatch

  /// The network of a workload.
  /// - Parameter dropout: the probability of every dropout; nil for the network's own.
  static func graph(_ workload: Workload, dropout: Double?) throws -> NetworkGraph {
    let graph = try workload.description().graph()
    guard let dropout else { return graph }
    return try replacingDropout(of: graph, by: dropout)
  }

  /// Makes parameters, images and labels from the workload's seed.
  /// - Parameter share: which images of the workload's batch this rank has.
  init(
    _ workload: Workload, _ graph: NetworkGraph, mode: TrainingMode, share: Range<Int>,
    exchange: StepExchange
  ) throws {
    var imageShape = workload.inputShape
    imageShape.batch = 1
    trainer = try Trainer(
      graph, conventions: workload.conventions,
      from: InitialWeights(for: graph, seed: workload.seed), imageShape: imageShape,
      settings: TrainingSettings(
        mode: mode, optimizer: .adam(.init(firstDecay: 0.5, weightDecay: 1e-4)),
        learningRate: LearningRate(base: 1e-4),
        weighting: .fixed(workload.conventions.map { _ in 1 }),
        attackPrecision: workload.precision, seed: workload.seed),
      exchange: exchange, engine: try Engine())
    batch = try Self.batch(workload, share)
  }

  private static func batch(_ workload: Workload, _ share: Range<Int>) throws -> TrainingBatch {
    let whole = workload.inputShape
    func images(of shape: TensorShape) -> TensorShape {
      var shape = shape
      shape.batch = share.count
      return shape
    }
    func part(_ values: [Float], valuesPerImage count: Int) -> [Float] {
      Array(values[share.lowerBound * count..<share.upperBound * count])
    }
    let pixels = part(
      SyntheticBatch.images(whole, seed: workload.seed), valuesPerImage: whole.imageElementCount)
    let labels = try workload.conventions.map { convention in
      let label = try SyntheticBatch.label(convention, images: whole, seed: workload.seed)
      return try TaskLabel(
        convention, shape: images(of: label.shape),
        values: part(label.values, valuesPerImage: label.shape.imageElementCount),
        mask: label.mask.map { part($0, valuesPerImage: whole.height * whole.width) })
    }
    return TrainingBatch(
      images: Tensor(images(of: whole), nhwc: pixels.span), labels: labels, samples: Array(share))
  }

  private static func replacingDropout(
    of graph: NetworkGraph, by probability: Double
  ) throws -> NetworkGraph {
    var result = NetworkGraph(inputChannels: graph.channels(of: graph.input))
    for node in graph.nodes.dropFirst() {
      var layer = node.layer
      if case .dropout = layer { layer = .dropout(probability: probability) }
      try result.add(layer, node.inputs, parameterPrefix: node.parameterPrefix)
    }
    for output in graph.outputs { result.addOutput(output.name, node: output.node) }
    return result
  }
}
