import DeepLearningPrimitives
import Kernels
import TensorCore

/// Turns steps into operations on places in one arena.
///
/// First the buffers of the forward pass and of every backward schedule are asked for, with their
/// lives; then all are placed; then the operations are bound to the places.
struct PlanCompiler {
  /// The primitives of a convolution step.
  struct ConvolutionPrimitives {
    var forward: ConvolutionChoice.Forward
    var inputGradient: ConvolutionChoice.InputGradient?
    var shape: ConvolutionShape
  }

  let lowering: Lowering
  let options: PlanOptions
  let weights: NetworkWeights
  let outputNames: [String]

  private(set) var planner = BufferPlanner()
  private(set) var values: [Step.ValueID: PlanBuffer] = [:]
  private(set) var convolutions: [Int: ConvolutionPrimitives] = [:]
  private(set) var winnerCounts: [Int: Int] = [:]
  /// Values whose activation the backward pass undoes, by step.
  private(set) var maskCounts: [Int: Int] = [:]
  private(set) var outputGradients: [PlanBuffer] = []
  private(set) var schedules: [BackwardSchedule] = []
  /// Bytes of the library's working memory, for each of the primitives that run at a time.
  private(set) var scratchByteCount = 0
  /// Primitives that run at a time.
  private(set) var scratchCount = 1
  private(set) var workspaceCount = 0
  /// What training adds; nil in plans that know no parameter gradients.
  var training: TrainingParts?

  /// A time after everything.
  private static let forever = Int.max / 2

  /// Plans the network.
  /// - Throws: ``GraphError``, ``DNNError``.
  init(
    _ graph: NetworkGraph, outputs: [NetworkGraph.Output], weights: NetworkWeights,
    inputShape: TensorShape, options: PlanOptions, training: TrainingContext? = nil
  ) throws {
    guard options.precision.isAvailable else {
      throw GraphError(
        layer: "all convolutions", expectation: "a precision that this processor multiplies",
        finding: options.precision.rawValue)
    }
    self.options = options
    self.weights = weights
    outputNames = outputs.map(\.name)
    lowering = try Lowering(
      graph, outputs: outputs, inputShape: inputShape, isFused: options.isFused,
      isTraining: training != nil)
    self.training = training.map { TrainingParts(context: $0) }
    try planConvolutions()
    try planTraining()
    planForward()
    if options.computesInputGradient { try planBackward() }
  }

  func shape(of value: Step.ValueID) -> TensorShape {
    guard let shape = lowering.shapes[value] else { preconditionFailure("no shape for \(value)") }
    return shape
  }

  func buffer(of value: Step.ValueID) -> PlanBuffer {
    guard let buffer = values[value] else { preconditionFailure("no buffer for \(value)") }
    return buffer
  }

  /// Places all buffers.
  /// - Returns: floats that the arena needs.
  mutating func place() -> Int { planner.place() }

  private mutating func planConvolutions() throws {
    var known: [ConvolutionShape: ConvolutionChoice.InputGradient] = [:]
    for (index, step) in lowering.steps.enumerated() {
      guard case .convolution(let convolution, _, let norm) = step.operation else { continue }
      let shape = convolution.shape(at: shape(of: step.inputs[0]))
      let choice = ConvolutionChoice(
        shape: shape, type: options.precision.numberType, engine: weights.engine)
      let own = choice.own()
      let forward: ConvolutionChoice.Forward =
        try own.forward
        ?? .library(
          choice.forward(
            hasBias: convolution.hasBias || norm != nil, accumulates: step.residual != nil,
            activation: step.activation))
      var gradient: ConvolutionChoice.InputGradient?
      if options.computesInputGradient, training == nil || step.inputs[0] != 0 {
        gradient = try own.gradient ?? known[shape] ?? choice.inputGradient()
        known[shape] = gradient
      }
      if let group = forward.group(images: shape.batch) { try reserveScratch(group) }
      if let group = gradient?.group(images: shape.batch) { try reserveScratch(group) }
      reserveWorkspace(max(own.workspaceCount, roundedCount(shape)))
      convolutions[index] = ConvolutionPrimitives(
        forward: forward, inputGradient: gradient, shape: shape)
    }
  }

  /// Makes the working memory at least that large, in floats.
  mutating func reserveWorkspace(_ count: Int) { workspaceCount = max(workspaceCount, count) }

  /// Makes room for the library's working memory of primitives that run at the same time.
  /// - Throws: ``DNNError``.
  mutating func reserveScratch(_ group: PrimitiveGroup) throws {
    scratchCount = max(scratchCount, group.count)
    for primitive in group.primitives {
      let byteCount = try primitive.argument(.scratchpad)?.byteCount ?? 0
      scratchByteCount = max(scratchByteCount, (byteCount + 63) / 64 * 64)
    }
  }

  /// Compiles the forms of the transposed convolutions that a backward pass uses.
  private mutating func compileTransposed(_ schedule: BackwardSchedule) throws {
    for case (_, .convolution(let step, _, _, let accumulates)) in schedule.operations {
      guard let primitives = convolutions[step],
        case .transposed(let transposed) = primitives.inputGradient
      else { continue }
      let parts = try transposed.parts(accumulating: accumulates)
      try reserveScratch(
        PrimitiveGroup(parts.parts.map(\.primitive), times: primitives.shape.batch))
    }
  }

  /// Floats of working memory that take a convolution's rounded input or output gradient.
  private func roundedCount(_ shape: ConvolutionShape) -> Int {
    guard options.precision == .bfloat16 else { return 0 }
    let input = shape.input.height * shape.input.width * shape.inputChannels
    let output = shape.output.height * shape.output.width * shape.outputChannels
    return shape.batch * max(input, output)
  }

  /// Asks for the values' buffers; the input is there at time 0, step i runs at time i + 1.
  private mutating func planForward() {
    var lastRead: [Step.ValueID: Int] = [:]
    var readCount: [Step.ValueID: Int] = [:]
    for (index, step) in lowering.steps.enumerated() {
      for input in step.inputs + [step.residual].compactMap({ $0 }) {
        lastRead[input] = index
        readCount[input, default: 0] += 1
      }
    }
    let kept = Set(lowering.outputs)
    request(0, at: 0)
    for (index, step) in lowering.steps.enumerated() {
      if let residual = step.residual, lastRead[residual] == index, !kept.contains(residual),
        !step.inputs.contains(residual), residual != 0, training == nil
      {
        values[step.output] = buffer(of: residual)
      } else if step.isDropout, readCount[step.inputs[0]] == 1, !kept.contains(step.inputs[0]),
        step.inputs[0] != 0
      {
        values[step.output] = buffer(of: step.inputs[0])
      } else {
        request(step.output, at: index + 1)
      }
      for value in step.inputs + [step.output] + [step.residual].compactMap({ $0 }) {
        planner.extend(buffer(of: value).handle, to: index + 1)
      }
      if kept.contains(step.output) {
        planner.extend(buffer(of: step.output).handle, to: Self.forever)
      }
      if options.computesInputGradient, step.activation != .none || step.isDropout {
        maskCounts[index] = shape(of: step.output).elementCount
      }
      if step.needsWinners { winnerCounts[index] = shape(of: step.output).elementCount }
    }
  }

  private mutating func request(_ value: Step.ValueID, at time: Int) {
    let count = shape(of: value).elementCount
    values[value] = PlanBuffer(handle: planner.request(count, at: time), count: count)
  }

  private mutating func planBackward() throws {
    let start = lowering.steps.count + 1
    outputGradients = lowering.outputs.map { value in
      let count = shape(of: value).elementCount
      let buffer = PlanBuffer(handle: planner.request(count, at: start), count: count)
      planner.extend(buffer.handle, to: Self.forever)
      return buffer
    }
    let all = Array(zip(lowering.outputs, outputGradients))
    let selections = [all] + (all.count > 1 && training == nil ? all.map { [$0] } : [])
    let activations = training.map { keptValues($0.context.options.recomputation) }
    for (identity, selected) in selections.enumerated() {
      let schedule = BackwardSchedule(
        lowering, outputs: selected.map { (value: $0.0, gradient: $0.1) }, identity: identity,
        start: start, activations: activations, planner: &planner
      ) { [convolutions] step in
        convolutions[step]?.inputGradient?.accumulates ?? false
      }
      if let gradient = schedule.gradient(of: 0) {
        planner.extend(gradient.handle, to: Self.forever)
      }
      try compileTransposed(schedule)
      schedules.append(schedule)
    }
  }
}

/// Primitives that run at the same time, each as often as there are images or planes.
struct PrimitiveGroup {
  let primitives: [Primitive]
  let count: Int

  init(_ primitives: [Primitive], times: Int) {
    self.primitives = primitives
    count = primitives.count * times
  }
}

extension ConvolutionChoice.Forward {
  fileprivate func group(images: Int) -> PrimitiveGroup? {
    switch self {
    case .library(let parts): PrimitiveGroup(parts.parts.map(\.primitive), times: images)
    case .winograd, .kernel: nil
    }
  }
}

extension ConvolutionChoice.InputGradient {
  /// Whether it can add to what is there.
  fileprivate var accumulates: Bool {
    switch self {
    case .direct, .sequential: false
    case .transposed, .winograd, .kernel: true
    }
  }

  /// What is compiled already; nil for what waits until a backward pass needs it.
  fileprivate func group(images: Int) -> PrimitiveGroup? {
    switch self {
    case .direct(let primitive): PrimitiveGroup([primitive], times: 1)
    case .sequential(let primitive): PrimitiveGroup([primitive], times: images)
    case .transposed, .winograd, .kernel: nil
    }
  }
}

extension Step {
  /// Whether it is a dropout, which keeps which values it kept.
  fileprivate var isDropout: Bool {
    if case .dropout = operation { true } else { false }
  }

  /// Whether the backward pass needs to know which input won.
  fileprivate var needsWinners: Bool {
    switch operation {
    case .pooling(let pooling): pooling.method == .maximum
    case .globalPooling(let pooling): pooling.method == .maximum
    default: false
    }
  }
}

extension Convolution {
  /// The convolution of a batch of images of that shape.
  func shape(at input: TensorShape) -> ConvolutionShape {
    ConvolutionShape(
      batch: input.batch, inputChannels: inputChannels, outputChannels: outputChannels,
      input: .init(input.height, input.width), kernel: .init(kernel.height, kernel.width),
      stride: .init(stride.height, stride.width), padding: .init(padding.height, padding.width),
      dilation: .init(dilation.height, dilation.width), groups: groups)
  }
}
