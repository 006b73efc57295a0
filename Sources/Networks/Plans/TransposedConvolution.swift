import DeepLearningPrimitives

/// An input gradient as the forward convolution of the output's gradient with transposed, flipped
/// filters.
///
/// Whether it writes or adds is known when a backward pass has been laid out, and code for a form
/// that no pass uses would take memory for nothing: each form is compiled when it is asked for.
final class TransposedConvolution {
  private let shape: ConvolutionShape
  private let type: NumberType
  private let engine: Engine
  private var forms: [Bool: ConvolutionParts] = [:]

  init(_ shape: ConvolutionShape, type: NumberType, engine: Engine) {
    self.shape = shape
    self.type = type
    self.engine = engine
  }

  /// The parts of the form that writes its result, or of the one that adds it to what is there.
  /// - Throws: ``DNNError``.
  func parts(accumulating: Bool) throws(DNNError) -> ConvolutionParts {
    if let known = forms[accumulating] { return known }
    let parts = try ConvolutionParts(
      shape, type: type, hasBias: false, postOperations: accumulating ? [.accumulate] : [],
      engine: engine)
    forms[accumulating] = parts
    return parts
  }
}
