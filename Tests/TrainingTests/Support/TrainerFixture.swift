import Attacks
import DeepLearningPrimitives
import Kernels
import Networks
import TensorCore
import Training

/// A trainer of the reference's network.
struct TrainerFixture {
  let reference: TrainingReference
  let trainer: Trainer

  static var adam: OptimizerRule {
    .adam(.init(firstDecay: 0.5, weightDecay: 1e-4))
  }

  /// The reference's recipe, but for what is given.
  init(
    optimizer: OptimizerRule = Self.adam,
    rate: LearningRate = LearningRate(base: 1e-3, decay: .steps(interval: 1, factor: 0.5)),
    weighting: LossWeighting = .fixed([1, 1, 1]), isAdversarial: Bool = true,
    isRandom: Bool = false, largestNorm: Double? = nil, dropout: Double? = nil,
    exchange: StepExchange = .none, source: (any ParameterSource)? = nil
  ) throws {
    let reference = try TrainingReference.load()
    var graph = try reference.graph()
    if let dropout { graph = try Self.withDropout(dropout, graph) }
    let schedule = StepSchedule(count: reference.attackSteps)
    let attack = Attack(ProjectedGradient(schedule, startsAtRandom: isRandom), Balanced())
    let threat = ThreatModel(
      radius: PixelBudget(reference.radius), range: TrainingReference.range)
    self.reference = reference
    trainer = try Trainer(
      graph, conventions: reference.conventions,
      from: AnySource(source: source ?? reference.parameters()), imageShape: reference.shape(1),
      settings: TrainingSettings(
        mode: isAdversarial ? .cleanThenAdversarial(attack, threat) : .clean,
        optimizer: optimizer, learningRate: rate, weighting: weighting,
        largestGradientNorm: largestNorm, seed: 5), exchange: exchange, engine: try Engine())
  }

  /// The network with a dropout before its heads.
  private static func withDropout(
    _ probability: Double, _ graph: NetworkGraph
  ) throws -> NetworkGraph {
    var result = NetworkGraph(inputChannels: 3)
    for node in graph.nodes.dropFirst().prefix(3) {
      try result.add(node.layer, node.inputs, parameterPrefix: node.parameterPrefix)
    }
    let kept = try result.add(.dropout(probability: probability), 3)
    for (node, output) in zip(graph.nodes.dropFirst(4), graph.outputs) {
      let head = try result.add(node.layer, kept, parameterPrefix: node.parameterPrefix)
      result.addOutput(output.name, node: head)
    }
    return result
  }

  /// Runs some iterations on whole batches.
  @discardableResult
  func run(_ iterations: Range<Int>) throws -> [StepReport] {
    try iterations.flatMap { try trainer.iterate(reference.batch($0)) }
  }

  /// Parameters and running statistics.
  func state() -> [Float] {
    let parameters = trainer.parameters
    return copy(parameters.valueSpan) + copy(parameters.statisticSpan)
  }
}

/// A source of any kind as one of a known kind.
private struct AnySource: ParameterSource {
  let source: any ParameterSource
  func shape(of name: String) -> [Int]? { source.shape(of: name) }
  func readFloats(name: String, into destination: inout MutableSpan<Float>) throws {
    try source.readFloats(name: name, into: &destination)
  }
}
