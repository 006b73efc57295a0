import DeepLearningPrimitives

extension PlanCompiler {
  /// The filters and biases that the passes read, in the order of the steps, some more than once.
  ///
  /// Those of all backward passes are among them, since a pass is bound when it is first asked for.
  /// - Throws: ``DNNError``.
  func weightRequests() throws -> [(key: NetworkWeights.Key, order: MemoryDescriptor)] {
    var requests: [(key: NetworkWeights.Key, order: MemoryDescriptor)] = []
    for (index, step) in lowering.steps.enumerated() {
      guard case .convolution(let convolution, let prefix, let norm) = step.operation,
        let primitives = convolutions[index]
      else { continue }
      func request(_ content: NetworkWeights.Key.Content, _ order: MemoryDescriptor) {
        requests.append(
          (
            NetworkWeights.Key(
              convolution: convolution, prefix: prefix, norm: norm, content: content), order
          ))
      }
      for (arrangement, order) in try primitives.forward.filters(of: convolution) {
        request(.filters(arrangement), order)
      }
      if convolution.hasBias || norm != nil {
        request(.bias, try .dense([convolution.outputChannels]))
      }
      let forms = Set(schedules.flatMap { $0.convolutionForms(of: index) })
      for (arrangement, order) in try primitives.inputGradient?.filters(of: convolution, forms)
        ?? []
      {
        request(.filters(arrangement), order)
      }
    }
    return requests
  }
}

extension BackwardSchedule {
  /// Whether the input gradient of a step is added to what is there, for every time it is computed.
  fileprivate func convolutionForms(of step: Int) -> [Bool] {
    operations.compactMap { _, operation in
      if case .convolution(step, _, _, let accumulates) = operation { accumulates } else { nil }
    }
  }
}

private typealias Filters = (NetworkWeights.Arrangement, MemoryDescriptor)

extension ConvolutionParts {
  fileprivate func filters(_ arrangement: NetworkWeights.Arrangement) throws -> [Filters] {
    try parts.map { (arrangement, try $0.primitive.require(.weights)) }
  }
}

extension ConvolutionChoice.Forward {
  fileprivate func filters(of convolution: Convolution) throws -> [Filters] {
    switch self {
    case .library(let parts): try parts.filters(.forward)
    case .winograd(let winograd):
      [(winograd.arrangement, try convolution.order(winograd.arrangement, winograd.type))]
    case .kernel(let pass):
      [(pass.arrangement, try convolution.order(pass.arrangement, pass.type))]
    }
  }
}

extension ConvolutionChoice.InputGradient {
  /// - Parameter forms: whether it adds to what is there, for all its uses; without any it reads nothing.
  fileprivate func filters(
    of convolution: Convolution, _ forms: Set<Bool>
  ) throws -> [Filters] {
    guard !forms.isEmpty else { return [] }
    switch self {
    case .direct(let primitive), .sequential(let primitive):
      return [(.forward, try primitive.require(.weights))]
    case .transposed(let transposed):
      return try forms.sorted { !$0 && $1 }.flatMap {
        try transposed.parts(accumulating: $0).filters(.transposed)
      }
    case .winograd(let winograd):
      return [(winograd.arrangement, try convolution.order(winograd.arrangement, winograd.type))]
    case .kernel(let pass):
      return [(pass.arrangement, try convolution.order(pass.arrangement, pass.type))]
    }
  }
}
