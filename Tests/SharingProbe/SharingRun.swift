import DeepLearningPrimitives
import Glibc
import MessagePassing
import Networks
import TensorCore
import TestSupport
import Worker

/// Shares weights in one of several ways, and compares plans made of them with plans made of weights
/// of the rank's own.
struct SharingRun {
  enum Scenario: CaseIterable {
    /// All ranks make the same plans.
    case alike
    /// Rank 0 computes nothing, the last rank wants other arrangements than those between.
    case mixed
    /// Rank 0 may not make files as large as the weights.
    case withoutMemory
    /// The rank that arranges cannot read a parameter.
    case damaged

    init?(_ name: String) {
      guard let scenario = Self.allCases.first(where: { "\($0)" == name }) else { return nil }
      self = scenario
    }
  }

  struct Failure: Error, CustomStringConvertible { let description: String }

  private let scenario: Scenario
  private let universe: Universe
  private let engine: Engine
  private let graph: NetworkGraph
  private var rank: Int { universe.world.rank }

  init(_ scenario: Scenario, over universe: Universe) throws {
    self.scenario = scenario
    self.universe = universe
    engine = try Engine()
    var graph = NetworkGraph(inputChannels: 3)
    var node = 0
    func add(_ convolution: Convolution, _ name: String) throws {
      let sum = try graph.add(.convolution(convolution), node, parameterPrefix: name)
      let norm = BatchNorm(channels: convolution.outputChannels)
      let result = try graph.add(.batchNorm(norm), sum, parameterPrefix: "\(name).norm")
      node = try graph.add(.relu, result)
    }
    try add(Convolution(3, 64, kernel: 3, stride: 2, padding: 1), "conv0")
    try add(Convolution(64, 64, kernel: 3, padding: 1), "conv1")
    try add(Convolution(64, 24, kernel: 3, padding: 3, dilation: 3, hasBias: true), "conv2")
    try add(Convolution(24, 40, kernel: 3, stride: 2, padding: 1), "conv3")
    for name in ["a", "b"] {
      let head = try graph.add(
        .convolution(Convolution(40, 5, kernel: 1, hasBias: true)), node, parameterPrefix: name)
      graph.addOutput(name, node: head)
    }
    self.graph = graph
  }

  /// - Throws: when something is not as it should be.
  func run() throws {
    let isDamaged = scenario == .damaged && rank == 0
    let parameters = CountedParameters(for: graph, damaged: isDamaged ? "conv3.weight" : nil)
    let weights = NetworkWeights(parameters, engine: engine)
    let drafts = try options.map { try draft(weights, $0) }
    if scenario == .withoutMemory, rank == 0 {
      var limit = rlimit(rlim_cur: 1 << 16, rlim_max: rlim_t.max)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    }
    let problem = try WeightSharing(universe).share(weights, for: drafts)
    print("rank \(rank): problem \(problem ?? "none")")
    for draft in drafts {
      try expectOwn(ExecutionPlan(draft), computesGradient: draft === drafts[0])
    }
    print("rank \(rank): reads \(parameters.readCount > 0)")
    fflush(nil)
  }

  /// What the plans of this rank are for.
  private var options: [PlanOptions] {
    guard scenario == .mixed else { return [.attack, .evaluation] }
    if rank == 0 { return [] }
    var options = PlanOptions.attack
    if rank == universe.world.size - 1 { options.tasks = ["b"] }
    return [options]
  }

  private func draft(_ weights: NetworkWeights, _ options: PlanOptions) throws -> PlanDraft {
    // The number of images changes no arrangement.
    let shape = TensorShape(batch: 1 + rank % 2, height: 36, width: 40, channels: 3)
    return try PlanDraft(graph, weights: weights, inputShape: shape, options: options)
  }

  /// Compares all results of a plan with those of one with weights of its own.
  private func expectOwn(_ plan: ExecutionPlan, computesGradient: Bool) throws {
    let names = plan.outputs.map(\.name)
    let own = try ExecutionPlan(
      draft(
        NetworkWeights(CountedParameters(for: graph), engine: engine),
        PlanOptions(computesInputGradient: computesGradient, tasks: names)))
    var random = SeededGenerator(seed: 5)
    let images = random.floats(plan.inputShape.elementCount, in: -60...60)
    let selections: [GradientSelection] =
      computesGradient ? [.all] + names.indices.map { .only($0) } : []
    let found = try results(plan, images, selections)
    guard try found == results(own, images, selections), found.contains(where: { $0 != 0 }) else {
      throw Failure(description: "other results of \(names) on rank \(rank)")
    }
  }

  private func results(
    _ plan: ExecutionPlan, _ images: [Float], _ selections: [GradientSelection]
  ) throws -> [UInt32] {
    var bits: [UInt32] = []
    func take(_ span: Span<Float>) { bits += span.indices.map { span[$0].bitPattern } }
    try plan.forward(images.span)
    for index in plan.outputs.indices { take(plan.output(index)) }
    for selection in selections {
      for index in plan.outputs.indices {
        plan.withOutputGradient(index) { span in
          for place in span.indices { span[place] = Float(place % 7) - 3 }
        }
      }
      take(try plan.backward(selection))
    }
    return bits
  }
}
