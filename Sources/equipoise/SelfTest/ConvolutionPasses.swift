import DeepLearningPrimitives

/// Both passes of the problem's convolution on oneDNN.
struct ConvolutionPasses {
  /// Images to outputs.
  let forward: ImageConvolution
  /// Gradients with respect to outputs to gradients with respect to images.
  let inputGradient: ImageConvolution

  /// Compiles the passes.
  /// - Throws: `DNNError`.
  init(_ problem: SelfTestProblem, weights: [Float], engine: Engine) throws {
    forward = try ImageConvolution(
      .forward, of: problem.convolution, weights: weights, engine: engine)
    inputGradient = try ImageConvolution(
      .inputGradient, of: problem.convolution, weights: weights, engine: engine)
  }
}
