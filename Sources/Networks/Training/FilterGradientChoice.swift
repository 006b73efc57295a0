import DeepLearningPrimitives
import Kernels

/// How the gradient of a convolution's filters is found: a rule on shapes, no timing.
enum FilterGradientChoice {
  /// By the library, in parts.
  case library(WeightGradientParts)
  /// By products of our own.
  case products(FilterProducts)

  /// Channels of the input from which our products are worth while: those of a pixel are rows of a
  /// matrix that is multiplied in registers.
  private static let smallestChannelCount = 32

  /// Chooses for a convolution, and compiles what the library is needed for.
  /// - Throws: ``DNNError``.
  init(_ shape: ConvolutionShape, engine: Engine) throws(DNNError) {
    if shape.groups == 1 && shape.inputChannels >= Self.smallestChannelCount {
      self = .products(FilterProducts(shape))
    } else {
      self = .library(try WeightGradientParts(shape, engine: engine))
    }
  }

  /// The whole convolution.
  var shape: ConvolutionShape {
    switch self {
    case .library(let parts): parts.shape
    case .products(let products): products.shape
    }
  }

  /// Floats of working memory.
  var workspaceCount: Int {
    switch self {
    case .library(let parts): parts.workspaceCount
    case .products(let products): products.workspaceCount
    }
  }

  /// What it is called in tables.
  var implementation: String {
    switch self {
    case .library(let parts): parts.implementation
    case .products(let products): products.implementation
    }
  }
}
