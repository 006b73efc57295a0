import Kernels
import TensorCore

/// Turns the layers that the chosen outputs need into the steps of a plan.
///
/// Fused, a convolution takes its batch norm into its weights, adds a residual that is already
/// there, and applies the activation while its output is still in registers. Unfused, every layer
/// is a step of its own: the reference against which the fused plan is tested.
///
/// For training, a batch norm cannot become part of a convolution, since its statistics are those of
/// the convolution's output: it is a step of its own, which takes the residual and the activation
/// in the convolution's place. Dropout is a step too.
struct Lowering {
  /// The steps in an order in which they can run.
  private(set) var steps: [Step] = []
  /// The shape of every value that a step reads or writes.
  private(set) var shapes: [Step.ValueID: TensorShape] = [:]
  /// The chosen outputs' values.
  private(set) var outputs: [Step.ValueID] = []

  private let graph: NetworkGraph
  private let isFused: Bool
  private let isTraining: Bool
  /// For every node the value it stands for: dropout does nothing in evaluation.
  private var value: [Step.ValueID]
  private var readers: [Step.ValueID: [NetworkGraph.NodeID]] = [:]
  private var absorbed: Set<NetworkGraph.NodeID> = []
  private var computed: Set<Step.ValueID> = []

  /// Lowers the part of `graph` that `outputs` depend on.
  /// - Throws: ``GraphError`` when the image is too small for a layer.
  init(
    _ graph: NetworkGraph, outputs: [NetworkGraph.Output], inputShape: TensorShape, isFused: Bool,
    isTraining: Bool = false
  ) throws {
    self.graph = graph
    self.isFused = isFused
    self.isTraining = isTraining
    value = Array(graph.nodes.indices)
    let needed = Self.needed(graph, outputs.map(\.node))
    for node in graph.nodes.indices where needed[node] {
      if case .dropout(let probability) = graph.nodes[node].layer, !isTraining || probability == 0 {
        value[node] = value[graph.nodes[node].inputs[0]]
      }
    }
    self.outputs = outputs.map { value[$0.node] }
    shapes[graph.input] = inputShape
    computed.insert(graph.input)
    let layers = graph.nodes.indices.filter { needed[$0] && value[$0] == $0 && $0 != graph.input }
    for node in layers {
      let inputs = inputs(of: node)
      shapes[node] = try graph.nodes[node].layer.outputShape(
        inputs.map { shape(of: $0) }, name: graph.nodes[node].parameterPrefix)
      for input in inputs { readers[input, default: []].append(node) }
    }
    for node in layers where !absorbed.contains(node) { append(node) }
    let used = Set(steps.flatMap { $0.inputs + [$0.output] } + [graph.input])
    shapes = shapes.filter { used.contains($0.key) }
  }

  private static func needed(_ graph: NetworkGraph, _ outputs: [NetworkGraph.NodeID]) -> [Bool] {
    var needed = [Bool](repeating: false, count: graph.nodes.count)
    for output in outputs { needed[output] = true }
    needed[graph.input] = true
    for node in graph.nodes.indices.reversed() where needed[node] {
      for input in graph.nodes[node].inputs { needed[input] = true }
    }
    return needed
  }

  private func inputs(of node: NetworkGraph.NodeID) -> [Step.ValueID] {
    graph.nodes[node].inputs.map { value[$0] }
  }

  private func shape(of value: Step.ValueID) -> TensorShape {
    guard let shape = shapes[value] else { preconditionFailure("value \(value) before its shape") }
    return shape
  }

  /// The one layer that reads a value, if nobody else needs it.
  private func soleReader(of value: Step.ValueID) -> NetworkGraph.NodeID? {
    guard let reader = readers[value]?.first, readers[value]?.count == 1,
      !outputs.contains(value)
    else { return nil }
    return reader
  }

  private mutating func append(_ node: NetworkGraph.NodeID) {
    let layer = graph.nodes[node].layer
    let prefix = graph.nodes[node].parameterPrefix
    var step = Step(
      name: prefix.isEmpty ? layer.kind : prefix, operation: operation(of: node, prefix: prefix),
      inputs: inputs(of: node), output: node)
    switch layer {
    case .relu: step.activation = .relu
    case .relu6: step.activation = .relu6
    default: break
    }
    if isFused {
      absorbNorm(into: &step)
      absorbResidual(into: &step)
      absorbActivation(into: &step)
    }
    computed.insert(step.output)
    steps.append(step)
  }

  private func operation(of node: NetworkGraph.NodeID, prefix: String) -> Step.Operation {
    switch graph.nodes[node].layer {
    case .convolution(let convolution):
      return .convolution(convolution, prefix: prefix, norm: nil)
    case .linear(let linear):
      let product = Convolution(
        linear.inputFeatures, linear.outputFeatures, kernel: 1, hasBias: linear.hasBias)
      return .convolution(product, prefix: prefix, norm: nil)
    case .batchNorm(let norm): return .normalisation(norm, prefix: prefix)
    case .relu, .relu6, .add: return .sum
    case .maxPool(let pooling): return .pooling(WindowPooling(pooling, method: .maximum))
    case .averagePool(let pooling): return .pooling(WindowPooling(pooling, method: .average))
    case .globalAveragePool: return .globalPooling(GlobalPooling(method: .average))
    case .globalMaxPool: return .globalPooling(GlobalPooling(method: .maximum))
    case .concatenate: return .concatenation
    case .resize(let resize): return .resize(resize)
    case .dropout(let probability): return .dropout(Dropout(probability: probability))
    case .input: preconditionFailure("\(graph.nodes[node].layer.kind) is not a step")
    }
  }

  private mutating func absorbNorm(into step: inout Step) {
    guard !isTraining, case .convolution(let convolution, let prefix, nil) = step.operation,
      let reader = soleReader(of: step.output),
      case .batchNorm(let norm) = graph.nodes[reader].layer
    else { return }
    let folded = Step.FoldedNorm(norm: norm, prefix: graph.nodes[reader].parameterPrefix)
    step.operation = .convolution(convolution, prefix: prefix, norm: folded)
    absorb(reader, into: &step)
  }

  private mutating func absorbResidual(into step: inout Step) {
    guard takesResidual(step.operation), let reader = soleReader(of: step.output),
      case .add = graph.nodes[reader].layer
    else { return }
    let terms = inputs(of: reader)
    guard terms.count == 2, let other = terms.first(where: { $0 != step.output }),
      computed.contains(other)
    else { return }
    step.residual = other
    absorb(reader, into: &step)
  }

  private func takesResidual(_ operation: Step.Operation) -> Bool {
    switch operation {
    case .convolution: true
    case .normalisation: isTraining
    default: false
    }
  }

  private mutating func absorbActivation(into step: inout Step) {
    // What a dropout keeps as bits is which values it kept.
    if case .dropout = step.operation { return }
    guard step.activation == .none, let reader = soleReader(of: step.output) else { return }
    switch graph.nodes[reader].layer {
    case .relu: step.activation = .relu
    case .relu6: step.activation = .relu6
    default: return
    }
    absorb(reader, into: &step)
  }

  private mutating func absorb(_ node: NetworkGraph.NodeID, into step: inout Step) {
    absorbed.insert(node)
    step.output = node
  }
}
