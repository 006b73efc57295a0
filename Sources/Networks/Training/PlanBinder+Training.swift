import DeepLearningPrimitives
import Kernels
import TensorCore

extension PlanBinder {
  private var parts: TrainingParts {
    guard let training = compiler.training else { preconditionFailure("a plan without training") }
    return training
  }

  private func statistics(_ index: Int) -> BatchStatistics {
    guard let statistics = parts.statistics[index] else {
      preconditionFailure("step \(index) is no batch norm")
    }
    return statistics
  }

  /// A batch norm with the statistics of its batch.
  func batchNorm(_ index: Int, _ places: Places) -> PlanOperation {
    let step = compiler.lowering.steps[index]
    let statistics = statistics(index)
    let (input, output) = (places[step.inputs[0]], places[step.output])
    let residual = step.residual.map { places[$0] }
    return PlanOperation(name: step.name, kind: .elementwise) {
      try statistics.observe(input)
      statistics.apply(input, residual: residual, step.activation, to: output)
    }
  }

  /// A dropout; which values it kept stays in its mask.
  func dropoutOperation(_ index: Int, _ dropout: Dropout, _ places: Places) -> PlanOperation {
    let step = compiler.lowering.steps[index]
    let size = compiler.shape(of: step.output).imageElementCount
    let (input, output) = (places[step.inputs[0]], places[step.output])
    let mask = maskRegion(index)
    let context = parts.context
    let generator = Philox(key: context.options.seed)
    return PlanOperation(name: step.name, kind: .elementwise) {
      let pass = context.pass
      Elementwise.forEachPart(of: output.count, unit: 8) { first, count in
        var bits = mask.mutableSpan(from: first / 8, count: ActivationMask.byteCount(for: count))
        var place = first
        while place < first + count {
          let (image, offset) = place.quotientAndRemainder(dividingBy: size)
          let stretch = min(size - offset, first + count - place)
          let key = Dropout.Key(
            sample: UInt32(truncatingIfNeeded: pass.samples[image]),
            layer: UInt32(truncatingIfNeeded: step.output),
            step: UInt32(truncatingIfNeeded: pass.number))
          dropout.draw(
            generator, key, first: offset, count: stretch, bit: place - first, in: &bits)
          place += stretch
        }
      }
      Self.drop(dropout, mask, input, to: output)
    }
  }

  private static func drop(
    _ dropout: Dropout, _ mask: MaskRegion, _ input: Region, to output: Region
  ) {
    Elementwise.forEachPart(of: output.count, unit: 8) { first, count in
      var values = output.mutableSpan(from: first, count: count)
      if input != output {
        let source = input.span(from: first, count: count)
        for index in 0..<count { values[index] = source[index] }
      }
      let bits = mask.span(from: first / 8, count: ActivationMask.byteCount(for: count))
      dropout.apply(bits, to: &values)
    }
  }

  /// The operations of a backward pass that only training has.
  /// - Throws: ``ParameterError``, ``DNNError``, what reading parameters throws.
  func bindTraining(
    _ operation: BackwardSchedule.Operation
  ) throws -> (OperationKind, () throws -> Void) {
    switch operation {
    case .parameters(let index, let gradient, let input):
      return try bindParameters(index, gradient: region(gradient), input: region(input))
    case .batchNorm(let index, let gradient, let input, let target):
      let statistics = statistics(index)
      let (gradient, input, target) = (region(gradient), region(input), region(target))
      return (
        .elementwise,
        { try statistics.backward((gradient: gradient, input: input), to: target) }
      )
    case .dropout(let index, let gradient):
      guard case .dropout(let dropout) = compiler.lowering.steps[index].operation else {
        preconditionFailure("step \(index) is no dropout")
      }
      let (gradient, mask) = (region(gradient), maskRegion(index))
      return (.elementwise, { Self.drop(dropout, mask, gradient, to: gradient) })
    case .recomputation(let index, let places):
      return try bindRecomputation(index, Places(self, others: places))
    default: preconditionFailure("\(operation) is not an operation of training alone")
    }
  }

  /// A step again: random numbers and statistics are those of the first time.
  private func bindRecomputation(
    _ index: Int, _ places: Places
  ) throws -> (OperationKind, () throws -> Void) {
    let step = compiler.lowering.steps[index]
    let (input, output) = (places[step.inputs[0]], places[step.output])
    switch step.operation {
    case .normalisation:
      let statistics = statistics(index)
      let residual = step.residual.map { places[$0] }
      return (
        .elementwise,
        { statistics.apply(input, residual: residual, step.activation, to: output) }
      )
    case .dropout(let dropout):
      let mask = maskRegion(index)
      return (.elementwise, { Self.drop(dropout, mask, input, to: output) })
    default:
      let operations = try forwardOperations(of: index, in: places)
      let kind = operations.first { $0.kind.isConvolution }?.kind ?? .elementwise
      return (kind, { for operation in operations { try operation.run() } })
    }
  }

  /// The gradients of a convolution's filters and bias.
  private func bindParameters(
    _ index: Int, gradient: Region, input: Region
  ) throws -> (OperationKind, () throws -> Void) {
    guard let choice = parts.filterGradients[index],
      case .convolution(let convolution, let prefix, _) = compiler.lowering.steps[index].operation
    else { preconditionFailure("step \(index) has no filters") }
    let parameters = parts.context.parameters
    let result = parameters.gradientRegion(parameters.layout.require("\(prefix).weight"))
    let filters =
      switch choice {
      case .library(let weights):
        try bindWeightGradient(weights, gradient: gradient, input: input, to: result)
      case .products(let products):
        bindFilterProducts(products, gradient: gradient, input: input, to: result)
      }
    let kind = OperationKind.convolution(
      choice.shape, implementation: "filters, \(choice.implementation)")
    guard convolution.hasBias else { return (kind, filters) }
    let channels = convolution.outputChannels
    let sums = ChannelSums(pixelCount: gradient.count / channels, channels: channels)
    let bias = parameters.gradientRegion(parameters.layout.require("\(prefix).bias"))
    return (
      kind,
      {
        try filters()
        let totals = sums.add(gradient, times: gradient).span
        var result = bias.mutableSpan
        for channel in 0..<channels { result[channel] = Float(totals[channels + channel]) }
      }
    )
  }

  private func bindWeightGradient(
    _ weights: WeightGradientParts, gradient: Region, input: Region, to result: Region
  ) throws -> () throws -> Void {
    let shape = weights.shape
    func row(_ size: ConvolutionShape.Pair, _ channels: Int) -> Int { size.width * channels * 4 }
    var bound: [BoundPrimitive] = []
    for (index, part) in weights.parts.enumerated() {
      let primitive = part.primitive
      let inputRow = part.images.lowerBound * shape.input.height + part.inputRows.lowerBound
      let outputRow = part.images.lowerBound * shape.output.height + part.outputRows.lowerBound
      bound.append(
        try bind(
          primitive, slot: index,
          [
            (
              .source,
              try memory(
                primitive, .source, input,
                byteOffset: inputRow * row(shape.input, shape.inputChannels))
            ),
            (
              .gradientOfDestination,
              try memory(
                primitive, .gradientOfDestination, gradient,
                byteOffset: outputRow * row(shape.output, shape.outputChannels))
            ),
            (
              .gradientOfWeights,
              try memory(primitive, .gradientOfWeights, share(weights, index))
            ),
          ]))
    }
    let run = BoundParts(bound).run
    let total = share(weights, 0)
    let additions = try weights.parts.indices.dropFirst().map { index in
      try addition(weights, index, to: total)
    }
    let finish = try reorder(
      total, weights.orders[0], to: result, .dense(shape.weightDimensions))
    return {
      try run()
      for add in additions { try add() }
      try finish.run()
    }
  }

  /// A part's result in the working memory.
  private func share(_ weights: WeightGradientParts, _ index: Int) -> Region {
    let end = min(index, weights.orders.count - 1)
    return workspace(
      from: weights.offset(of: index), count: weights.orders[end].byteCount / 4)
  }

  /// Adds a part's result to the first one's, in the first one's order.
  private func addition(
    _ weights: WeightGradientParts, _ index: Int, to total: Region
  ) throws -> () throws -> Void {
    let share = share(weights, index)
    guard weights.orders[index] != weights.orders[0] else {
      return { Elementwise.add(share, to: total) }
    }
    let turned = workspace(
      from: weights.offset(of: weights.parts.count), count: total.count)
    let reorder = try reorder(share, weights.orders[index], to: turned, weights.orders[0])
    return {
      try reorder.run()
      Elementwise.add(turned, to: total)
    }
  }

  private func reorder(
    _ source: Region, _ from: MemoryDescriptor, to target: Region, _ order: MemoryDescriptor
  ) throws -> BoundPrimitive {
    let reorder = try Primitive.reorder(from: from, to: order, engine: weights.engine)
    return try bind(
      reorder,
      [
        (.source, try memory(reorder, .source, source)),
        (.destination, try memory(reorder, .destination, target)),
      ])
  }
}

extension PlanBinder {
  /// The places of the gradients that an operation of a backward pass completes.
  func completedRanges(_ operation: BackwardSchedule.Operation) -> [Range<Int>] {
    switch operation {
    case .batchNorm(let index, _, _, _): return statistics(index).gradientRanges
    case .parameters(let index, _, _):
      guard
        case .convolution(let convolution, let prefix, _) =
          compiler.lowering.steps[index].operation
      else { return [] }
      let layout = parts.context.parameters.layout
      let names = ["weight"] + (convolution.hasBias ? ["bias"] : [])
      return names.map { layout.require("\(prefix).\($0)") }
    default: return []
    }
  }
}
