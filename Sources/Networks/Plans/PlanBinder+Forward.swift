import DeepLearningPrimitives
import TensorCore

extension PlanBinder {
  /// The operations of the forward pass, in order.
  /// - Throws: ``ParameterError``, ``DNNError``, what reading parameters throws.
  func forwardOperations() throws -> [PlanOperation] {
    try compiler.lowering.steps.indices.flatMap {
      try forwardOperations(of: $0, in: Places(self)) + recordingOperations(of: $0)
    }
  }

  /// What is kept of a step's output for its backward pass.
  private func recordingOperations(of index: Int) -> [PlanOperation] {
    let step = compiler.lowering.steps[index]
    guard compiler.maskCounts[index] != nil, step.activation != .none else { return [] }
    let (output, mask) = (region(of: step.output), maskRegion(index))
    return [
      PlanOperation(name: step.name, kind: .elementwise) {
        Elementwise.record(step.activation, output: output, in: mask)
      }
    ]
  }

  /// The operations of a step, on values that lie in certain places.
  /// - Throws: as ``forwardOperations()``.
  func forwardOperations(of index: Int, in places: Places) throws -> [PlanOperation] {
    let step = compiler.lowering.steps[index]
    let (output, shape) = (places[step.output], compiler.shape(of: step.output))
    let inputs = step.inputs.map { places[$0] }
    let inputShape = compiler.shape(of: step.inputs[0])
    func operation(_ kind: OperationKind, _ run: @escaping () throws -> Void) -> PlanOperation {
      PlanOperation(name: step.name, kind: kind, run: run)
    }
    switch step.operation {
    case .convolution(let convolution, let prefix, let norm):
      return try convolutionOperations(index, convolution, prefix: prefix, norm: norm, places)
    case .normalisation where compiler.training != nil: return [batchNorm(index, places)]
    case .dropout(let dropout): return [dropoutOperation(index, dropout, places)]
    case .normalisation(let norm, let prefix):
      let affine = try weights.affineBuffers(norm, prefix: prefix)
      return [
        operation(.elementwise) {
          Elementwise.copy(inputs[0], to: output)
          Elementwise.affine(output, scale: affine.scale.floats, shift: affine.shift.floats)
          Elementwise.apply(step.activation, to: output)
        }
      ]
    case .sum:
      return [
        operation(.elementwise) {
          Elementwise.copy(inputs[0], to: output)
          for term in inputs.dropFirst() { Elementwise.add(term, to: output) }
          Elementwise.apply(step.activation, to: output)
        }
      ]
    case .pooling(let pooling):
      let winners = winnerRegion(index)
      return [
        operation(.pooling) {
          pooling.forward(inputs[0], inputShape, output, shape, winners: winners)
          Elementwise.apply(step.activation, to: output)
        }
      ]
    case .globalPooling(let pooling):
      let winners = winnerRegion(index)
      return [
        operation(.pooling) {
          pooling.forward(inputs[0], inputShape, output, winners: winners)
          Elementwise.apply(step.activation, to: output)
        }
      ]
    case .concatenation:
      let joined = Concatenation(channels: step.inputs.map { compiler.shape(of: $0).channels })
      let pixels = shape.batch * shape.height * shape.width
      return [
        operation(.movement) {
          joined.forward(inputs, output, pixels: pixels)
          Elementwise.apply(step.activation, to: output)
        }
      ]
    case .resize(let resize):
      let resampling = Resampling(resize, from: inputShape, to: shape)
      return [
        operation(.movement) {
          resampling.forward(inputs[0], inputShape, output, shape)
          Elementwise.apply(step.activation, to: output)
        }
      ]
    }
  }

  private func convolutionOperations(
    _ index: Int, _ convolution: Convolution, prefix: String, norm: Step.FoldedNorm?,
    _ places: Places
  ) throws -> [PlanOperation] {
    let step = compiler.lowering.steps[index]
    guard let primitives = compiler.convolutions[index] else {
      preconditionFailure("no primitive for \(step.name)")
    }
    let output = places[step.output]
    var operations: [PlanOperation] = []
    let implementation: String
    let compute: () throws -> Void
    switch primitives.forward {
    case .winograd(let winograd):
      return try winogradForward(winograd, step, convolution, prefix: prefix, norm: norm, places)
    case .kernel(let pass):
      let source = factor(places[step.inputs[0]], pass.type)
      implementation = pass.implementation
      compute = try kernelForward(
        pass, step, convolution, prefix: prefix, norm: norm, from: source.region, to: output)
      if let rounding = source.rounding {
        operations.append(PlanOperation(name: step.name, kind: .movement, run: rounding))
      }
    case .library(let parts):
      let source = factor(places[step.inputs[0]], compiler.options.precision.numberType)
      implementation = parts.implementation
      compute = try bind(
        parts, source: source.region, destination: output,
        bias: try weights.bias(convolution, prefix: prefix, norm: norm)
      ) { order in
        try weights.filters(
          convolution, prefix: prefix, norm: norm, arrangement: .forward, order: order)
      }.run
      if let rounding = source.rounding {
        operations.append(PlanOperation(name: step.name, kind: .movement, run: rounding))
      }
    }
    let run = PlanOperation(
      name: step.name, kind: .convolution(primitives.shape, implementation: implementation),
      run: compute)
    if let term = step.residual.map({ places[$0] }), term != output {
      operations.append(
        PlanOperation(name: step.name, kind: .movement) { Elementwise.copy(term, to: output) })
    }
    return operations + [run]
  }
}

/// Where the values that a step reads and writes lie: where the forward pass put them, unless told.
struct Places {
  private let binder: PlanBinder
  private let others: [Step.ValueID: PlanBuffer]

  init(_ binder: PlanBinder, others: [Step.ValueID: PlanBuffer] = [:]) {
    self.binder = binder
    self.others = others
  }

  subscript(value: Step.ValueID) -> Region {
    others[value].map { binder.region($0) } ?? binder.region(of: value)
  }
}
