import DeepLearningPrimitives
import TensorCore

extension PlanBinder {
  /// The operations of a backward pass, in order.
  /// - Throws: ``ParameterError``, ``DNNError``, what reading parameters throws.
  func operations(of schedule: BackwardSchedule) throws -> [PlanOperation] {
    try schedule.operations.map { index, operation in
      let (kind, run) = try bind(operation)
      // A network that only hands its input on has no steps.
      let steps = compiler.lowering.steps
      let name = steps.indices.contains(index) ? steps[index].name : "outputs"
      return PlanOperation(name: name, kind: kind, run: run)
    }
  }

  private func bind(
    _ operation: BackwardSchedule.Operation
  ) throws -> (OperationKind, () throws -> Void) {
    switch operation {
    case .mask(let index, let gradient):
      let (gradient, mask) = (region(gradient), maskRegion(index))
      return (.elementwise, { Elementwise.apply(mask, to: gradient) })
    case .add(let source, let target):
      let (source, target) = (region(source), region(target))
      return (.elementwise, { Elementwise.add(source, to: target) })
    case .copy(let source, let target):
      let (source, target) = (region(source), region(target))
      return (.movement, { Elementwise.copy(source, to: target) })
    case .convolution(let index, let source, let target, let accumulates):
      return try bindConvolution(index, source, target, accumulates: accumulates)
    case .normalisation(let index, let gradient):
      return try bindNormalisation(index, region(gradient))
    case .pooling(let index, let source, let target):
      return (.pooling, bindPooling(index, region(source), region(target)))
    case .concatenation(let index, let input, let source, let target):
      let step = compiler.lowering.steps[index]
      let joined = Concatenation(channels: step.inputs.map { compiler.shape(of: $0).channels })
      let shape = compiler.shape(of: step.output)
      let pixels = shape.batch * shape.height * shape.width
      let (source, target) = (region(source), region(target))
      return (.movement, { joined.backward(source, input: input, target, pixels: pixels) })
    case .parameters, .batchNorm, .dropout, .recomputation: return try bindTraining(operation)
    case .resize(let index, let source, let target):
      return (.movement, bindResize(index, region(source), region(target)))
    }
  }

  private func shapes(_ index: Int) -> (input: TensorShape, output: TensorShape) {
    let step = compiler.lowering.steps[index]
    return (compiler.shape(of: step.inputs[0]), compiler.shape(of: step.output))
  }

  private func bindConvolution(
    _ index: Int, _ source: PlanBuffer, _ target: PlanBuffer, accumulates: Bool
  ) throws -> (OperationKind, () throws -> Void) {
    guard let primitives = compiler.convolutions[index],
      let gradient = primitives.inputGradient,
      case .convolution(let convolution, let prefix, let norm) =
        compiler.lowering.steps[index].operation
    else { preconditionFailure("step \(index) has no convolution's gradient") }
    if case .winograd(let winograd) = gradient {
      let run = try winogradBackward(
        winograd, convolution, prefix: prefix, norm: norm, from: region(source),
        to: region(target), accumulates: accumulates)
      return (.convolution(primitives.shape, implementation: winograd.name), run)
    }
    let factor = factor(region(source), gradient.type ?? compiler.options.precision.numberType)
    let implementation: String
    let run: () throws -> Void
    switch gradient {
    case .kernel(let pass):
      implementation = pass.implementation
      run = try kernelBackward(
        pass, convolution, prefix: prefix, norm: norm, from: factor.region, to: region(target),
        accumulates: accumulates)
    case .direct(let primitive), .sequential(let primitive):
      precondition(!accumulates, "the library's backward primitives only write")
      let filters = try weights.filters(
        convolution, prefix: prefix, norm: norm, arrangement: .forward,
        order: primitive.require(.weights))
      implementation = primitive.implementation
      let images = primitives.shape.batch
      run = try bindDirect(
        primitive, factor.region, region(target), filters, times: gradient.isWhole ? 1 : images)
    case .transposed(let transposed):
      let parts = try transposed.parts(accumulating: accumulates)
      implementation = parts.implementation
      let bound = try bind(
        parts, source: factor.region, destination: region(target), bias: nil
      ) { order in
        try weights.filters(
          convolution, prefix: prefix, norm: norm, arrangement: .transposed, order: order)
      }
      run = bound.run
    case .winograd: preconditionFailure("computed above")
    }
    let kind = OperationKind.convolution(primitives.shape, implementation: implementation)
    guard let rounding = factor.rounding else { return (kind, run) }
    return (
      kind,
      {
        rounding()
        try run()
      }
    )
  }

  /// The library's backward primitive, for all images at once or for each of `times` images.
  private func bindDirect(
    _ primitive: Primitive, _ source: Region, _ target: Region, _ filters: WeightBuffer, times: Int
  ) throws -> () throws -> Void {
    let sourceSize = try primitive.require(.gradientOfDestination).byteCount
    let targetSize = try primitive.require(.gradientOfSource).byteCount
    let bound = try (0..<times).map { image in
      try bind(
        primitive, slot: image,
        [
          (
            .gradientOfDestination,
            try memory(
              primitive, .gradientOfDestination, source, byteOffset: image * sourceSize)
          ),
          (.weights, try filters.memory(as: primitive.require(.weights))),
          (
            .gradientOfSource,
            try memory(primitive, .gradientOfSource, target, byteOffset: image * targetSize)
          ),
        ])
    }
    return times == 1 && bound.count == 1 ? bound[0].run : BoundParts(bound).run
  }

  private func bindNormalisation(
    _ index: Int, _ gradient: Region
  ) throws -> (OperationKind, () throws -> Void) {
    guard case .normalisation(let norm, let prefix) = compiler.lowering.steps[index].operation
    else { preconditionFailure("step \(index) is no batch norm") }
    let scale = try weights.affineBuffers(norm, prefix: prefix).scale
    return (.elementwise, { Elementwise.affineBackward(gradient, scale: scale.floats) })
  }

  private func bindPooling(
    _ index: Int, _ source: Region, _ target: Region
  ) -> () throws -> Void {
    let (input, output) = shapes(index)
    let winners = winnerRegion(index)
    switch compiler.lowering.steps[index].operation {
    case .pooling(let pooling):
      return { pooling.backward(source, output, target, input, winners: winners) }
    case .globalPooling(let pooling):
      return { pooling.backward(source, target, input, winners: winners) }
    default: preconditionFailure("step \(index) is no pooling")
    }
  }

  private func bindResize(
    _ index: Int, _ source: Region, _ target: Region
  ) -> () throws -> Void {
    guard case .resize(let resize) = compiler.lowering.steps[index].operation else {
      preconditionFailure("step \(index) is no change of size")
    }
    let (input, output) = shapes(index)
    let resampling = Resampling(resize, from: input, to: output)
    return { resampling.backward(source, output, target, input) }
  }
}

extension ConvolutionChoice.InputGradient {
  /// The factors' type of a kernel of ours.
  fileprivate var type: NumberType? {
    if case .kernel(let pass) = self { pass.type } else { nil }
  }

  /// Whether one primitive computes all images.
  fileprivate var isWhole: Bool {
    if case .direct = self { true } else { false }
  }
}
