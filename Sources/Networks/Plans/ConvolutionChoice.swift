import ComputePlatform
import DeepLearningPrimitives

/// Which primitives compute a convolution and its input gradient: a rule on shapes, no timing
/// race, so that all ranks choose alike.
struct ConvolutionChoice {
  /// How the output is found.
  enum Forward {
    /// By the library, in parts.
    case library(ConvolutionParts)
    /// By products of transformed tiles.
    case winograd(WinogradConvolution)
    /// By a kernel of ours along the taps.
    case kernel(KernelPass)
  }

  /// How the input gradient is found.
  enum InputGradient {
    /// By the library's own backward primitive, for all images at once.
    case direct(Primitive)
    /// By the library's own backward primitive, planned for one thread, image by image.
    case sequential(Primitive)
    /// As the forward convolution of the output gradient with transposed, flipped filters.
    case transposed(TransposedConvolution)
    /// By products of transformed tiles, the adjoint of the forward pass.
    case winograd(WinogradConvolution)
    /// By a kernel of ours along the taps.
    case kernel(KernelPass)
  }

  let shape: ConvolutionShape
  /// Number format of the factors.
  let type: NumberType
  let engine: Engine

  /// What we compute passes with ourselves, where it pays; nil where the library does.
  func own() -> (forward: Forward?, gradient: InputGradient?, workspaceCount: Int) {
    if WinogradConvolution.pays(for: shape) {
      let winograd = WinogradConvolution(shape, type: type)
      return (.winograd(winograd), .winograd(winograd), winograd.workspaceCount)
    }
    let rule = KernelRule(shape: shape, type: type)
    return (rule.forward.map { .kernel($0) }, rule.gradient.map { .kernel($0) }, 0)
  }

  /// The library's forward primitives.
  /// - Throws: ``DNNError``.
  func forward(
    hasBias: Bool, accumulates: Bool, activation: Activation
  ) throws(DNNError) -> ConvolutionParts {
    var operations: [PostOperation] = accumulates ? [.accumulate] : []
    switch activation {
    case .none: break
    case .relu: operations.append(.relu)
    case .relu6: operations.append(.clamp(lower: 0, upper: 6))
    }
    return try ConvolutionParts(
      shape, type: type, hasBias: hasBias, postOperations: operations, engine: engine)
  }

  /// The library's primitives for the gradient with respect to the input.
  ///
  /// Without a stride it is a forward convolution with transposed, flipped filters: the library's
  /// direct backward implementations refuse filters whose reach exceeds the image, its forward ones
  /// do not. With a stride the direct implementation adds in an order that the shape fixes; where
  /// only one based on a matrix product is left, which may divide sums among threads, it is planned
  /// for one.
  /// - Throws: ``DNNError``.
  func inputGradient() throws(DNNError) -> InputGradient {
    if let reversed = shape.transposed {
      return .transposed(TransposedConvolution(reversed, type: type, engine: engine))
    }
    let direct = try Primitive.convolutionGradientOfSource(shape, type: type, engine: engine)
    guard direct.isMatrixProduct else { return .direct(direct) }
    var single = shape
    single.batch = 1
    return .sequential(
      try ThreadTeam.plannedForOneThread { () throws(DNNError) in
        try .convolutionGradientOfSource(single, type: type, engine: engine)
      })
  }
}

extension Primitive {
  /// Whether the library computes it by lowering to a general matrix product, or naively.
  fileprivate var isMatrixProduct: Bool {
    implementation.contains("gemm") && !implementation.contains("brg")
      || implementation.contains("ref")
  }
}

extension ConvolutionShape {
  /// The forward convolution that computes the input gradient; nil when a stride stands between.
  var transposed: ConvolutionShape? {
    let reach = Pair(
      dilation.height * (kernel.height - 1) - padding.height,
      dilation.width * (kernel.width - 1) - padding.width)
    guard stride == Pair(1, 1), reach.height >= 0, reach.width >= 0 else { return nil }
    return ConvolutionShape(
      batch: batch, inputChannels: outputChannels, outputChannels: inputChannels, input: output,
      kernel: kernel, padding: reach, dilation: dilation, groups: groups)
  }
}
