import DeepLearningPrimitives
import Networks
import TensorCore
import TestSupport
import Testing

/// Weights that somebody else has arranged against those that a plan arranges itself.
@Suite struct WeightLayoutTests {
  private let shape = TensorShape(batch: 2, height: 33, width: 31, channels: 3)

  /// Layers for every implementation: Winograd, packed products, depthwise, few channels, the library.
  private func graph() throws -> NetworkGraph {
    var graph = NetworkGraph(inputChannels: 3)
    let node = try graph.addStack(
      [
        Convolution(3, 64, kernel: 3, stride: 2, padding: 1),
        Convolution(64, 64, kernel: 3, padding: 1),
        Convolution(64, 64, kernel: 3, padding: 1, groups: 64),
        Convolution(64, 20, kernel: 3, padding: 2, dilation: 2, hasBias: true),
        Convolution(20, 24, kernel: 3, stride: 2, padding: 1, groups: 4),
      ], from: 0)
    for name in ["a", "b"] {
      let head = try graph.add(
        .convolution(Convolution(24, 5, kernel: 1, hasBias: true)), node, parameterPrefix: name)
      graph.addOutput(name, node: head)
    }
    return graph
  }

  /// Parameters of somebody who has none.
  private struct NoValues: ParameterSource {
    struct Read: Error {}
    let shapes: RandomParameters

    func shape(of name: String) -> [Int]? { shapes.shape(of: name) }
    func readFloats(name: String, into destination: inout MutableSpan<Float>) throws {
      throw Read()
    }
  }

  /// Parameters that nobody reads after having given them back.
  private final class Lent: ParameterSource {
    let values: RandomParameters
    private(set) var givenBack: Set<String> = []

    init(_ values: RandomParameters) { self.values = values }

    func shape(of name: String) -> [Int]? { values.shape(of: name) }
    func giveBack(_ name: String) { givenBack.insert(name) }
    func readFloats(name: String, into destination: inout MutableSpan<Float>) throws {
      if givenBack.contains(name) { throw NoValues.Read() }
      values.readFloats(name: name, into: &destination)
    }
  }

  private final class Memory: WeightMemory {
    let byteCount: Int
    let start: UnsafeMutableRawPointer

    init(byteCount: Int) {
      self.byteCount = byteCount
      start = .allocate(byteCount: max(byteCount, 1), alignment: 64)
      start.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    }

    deinit { start.deallocate() }

    func fill(_ body: (inout MutableSpan<UInt8>) throws -> Void) rethrows {
      var span = MutableSpan<UInt8>(
        _unsafeStart: start.assumingMemoryBound(to: UInt8.self), count: byteCount)
      try body(&span)
    }
  }

  private func results(_ plan: ExecutionPlan) throws -> [UInt32] {
    var random = SeededGenerator(seed: 11)
    let images = random.floats(shape.elementCount, in: -2...2)
    var bits: [UInt32] = []
    func take(_ span: Span<Float>) { bits += span.indices.map { span[$0].bitPattern } }
    try plan.forward(images.span)
    for index in plan.outputs.indices { take(plan.output(index)) }
    for selection in [GradientSelection.all, .only(0), .only(1)] {
      for index in plan.outputs.indices {
        plan.withOutputGradient(index) { span in
          for place in span.indices { span[place] = Float(place % 3) - 1 }
        }
      }
      take(try plan.backward(selection))
    }
    return bits
  }

  @Test(arguments: Precision.allCases.filter(\.isAvailable))
  func plansReadWhatAnotherHasArranged(_ precision: Precision) throws {
    let graph = try graph()
    let options = PlanOptions(computesInputGradient: true, precision: precision)
    let engine = try Engine()
    let values = RandomParameters(for: graph)
    let maker = NetworkWeights(values, engine: engine)
    let user = NetworkWeights(NoValues(shapes: values), engine: engine)
    func draft(_ weights: NetworkWeights) throws -> PlanDraft {
      try PlanDraft(graph, weights: weights, inputShape: shape, options: options)
    }
    let made = try maker.layout(for: [draft(maker)])
    let draft = try draft(user)
    let layout = try user.layout(for: [draft, draft])
    #expect(made.identity == layout.identity)
    #expect(made.byteCount == layout.byteCount)
    let memory = Memory(byteCount: made.byteCount)
    try memory.fill { try maker.arrange(made, into: &$0) }
    try user.adopt(layout, from: memory)
    // Nothing is left to lay out, and nothing is read.
    #expect(try user.layout(for: [draft]).byteCount == 0)
    let own = try ExecutionPlan(
      graph, weights: NetworkWeights(values, engine: engine), inputShape: shape, options: options)
    #expect(try results(ExecutionPlan(draft)) == results(own))
  }

  @Test func filtersAreGivenBackWhenTheyAreArranged() throws {
    let graph = try graph()
    let lent = Lent(RandomParameters(for: graph))
    let weights = NetworkWeights(lent, engine: try Engine())
    let drafts = try [PlanOptions.attack, .evaluation].map {
      try PlanDraft(graph, weights: weights, inputShape: shape, options: $0)
    }
    try weights.arrange(weights.layout(for: drafts))
    let filters = graph.parameters.filter { $0.role == .weight }.map(\.name)
    #expect(lent.givenBack == Set(filters))
    let own = try ExecutionPlan(
      graph, weights: NetworkWeights(lent.values, engine: Engine()), inputShape: shape,
      options: .attack)
    #expect(try results(ExecutionPlan(drafts[0])) == results(own))
    _ = try ExecutionPlan(drafts[1])
  }

  @Test func identitiesTellArrangementsApart() throws {
    let graph = try graph()
    let weights = NetworkWeights(RandomParameters(for: graph), engine: try Engine())
    let all: [PlanOptions] = [
      .attack, .evaluation, PlanOptions(computesInputGradient: true, tasks: ["a"]),
      PlanOptions(computesInputGradient: true, tasks: ["b"]),
      PlanOptions(computesInputGradient: true, isFused: false),
    ]
    let identities = try all.map {
      try weights.layout(
        for: [PlanDraft(graph, weights: weights, inputShape: shape, options: $0)]
      ).identity
    }
    #expect(Set(identities).count == all.count)
  }

  @Test func parametersThatCannotBeReadAreAnError() throws {
    let graph = try graph()
    let weights = NetworkWeights(
      NoValues(shapes: RandomParameters(for: graph)), engine: try Engine())
    let layout = try weights.layout(
      for: [PlanDraft(graph, weights: weights, inputShape: shape, options: .attack)])
    let memory = Memory(byteCount: layout.byteCount)
    #expect(throws: NoValues.Read.self) {
      try memory.fill { try weights.arrange(layout, into: &$0) }
    }
  }
}
