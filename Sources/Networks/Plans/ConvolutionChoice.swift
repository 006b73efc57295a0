import DeepLearningPrimitives

/// Which primitives compute a convolution and its input gradient: a rule on shapes, no timing
/// race, so that all ranks choose alike.
struct ConvolutionChoice {
  /// How the output is found.
  enum Forward {
    /// By the library's primitive.
    case library(Primitive)
    /// By products of transformed tiles.
    case winograd(WinogradConvolution)
  }

  /// How the input gradient is found.
  enum InputGradient {
    /// By the library's own backward primitive.
    case direct(Primitive)
    /// As the forward convolution of the output gradient with transposed, flipped filters.
    case transposed(writing: Primitive, accumulating: Primitive)
    /// By products of transformed tiles, the adjoint of the forward pass.
    case winograd(WinogradConvolution)
  }

  let shape: ConvolutionShape
  /// Number format of the factors.
  let type: NumberType
  let engine: Engine

  /// The Winograd convolution of this shape, where it pays; nil elsewhere.
  /// - Throws: ``DNNError``.
  func winograd() throws(DNNError) -> WinogradConvolution? {
    WinogradConvolution.pays(for: shape)
      ? try WinogradConvolution(shape, type: type, engine: engine) : nil
  }

  /// The library's forward primitive.
  /// - Throws: ``DNNError``.
  func forward(
    hasBias: Bool, accumulates: Bool, activation: Activation
  ) throws(DNNError) -> Primitive {
    var operations: [PostOperation] = accumulates ? [.accumulate] : []
    switch activation {
    case .none: break
    case .relu: operations.append(.relu)
    case .relu6: operations.append(.clamp(lower: 0, upper: 6))
    }
    return try .convolution(
      shape, type: type, hasBias: hasBias, postOperations: operations, engine: engine)
  }

  /// The library's primitives for the gradient with respect to the input.
  ///
  /// The library's direct implementations refuse filters whose reach exceeds the image, and what
  /// is left is based on a matrix product whose split over threads may change the order of sums.
  /// The forward implementations have no such limit, so those gradients run as forward passes.
  /// - Throws: ``DNNError``.
  func inputGradient() throws(DNNError) -> InputGradient {
    let direct = try Primitive.convolutionGradientOfSource(shape, type: type, engine: engine)
    guard direct.isMatrixProduct, let reversed = shape.transposed else { return .direct(direct) }
    let writing = try Primitive.convolution(
      reversed, type: type, hasBias: false, engine: engine)
    guard !writing.isMatrixProduct else { return .direct(direct) }
    let accumulating = try Primitive.convolution(
      reversed, type: type, hasBias: false, postOperations: [.accumulate], engine: engine)
    return .transposed(writing: writing, accumulating: accumulating)
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
