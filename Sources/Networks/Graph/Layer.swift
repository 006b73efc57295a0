/// One operation of a network, with everything but its parameters' values.
///
/// The set is closed on purpose: every layer has an explicit forward and backward function, and
/// adding one means writing both.
public enum Layer: Hashable, Sendable {
  /// The image, or the features that come from outside.
  case input(channels: Int)
  /// Cross-correlation with a bank of filters.
  case convolution(Convolution)
  /// Normalisation per channel with stored statistics (evaluation) or batch statistics (training).
  case batchNorm(BatchNorm)
  /// max(x, 0); the gradient at 0 is 0.
  case relu
  /// min(max(x, 0), 6); the gradient at 0 and at 6 is 0.
  case relu6
  /// Sum of two or more inputs of equal shape.
  case add
  /// Largest value of a window; equal values: the first in row-major order takes the gradient.
  case maxPool(Pooling)
  /// Mean of a window; padding counts as zeros inside the divisor, as PyTorch's default does.
  case averagePool(Pooling)
  /// Mean over all pixels of a channel.
  case globalAveragePool
  /// Largest value over all pixels of a channel; ties as in ``maxPool(_:)``.
  case globalMaxPool
  /// Zeroes values at random in training; does nothing in evaluation.
  case dropout(probability: Double)
  /// Matrix product over the channels of every pixel.
  case linear(Linear)
  /// Inputs joined along their channels.
  case concatenate
  /// Change of height and width.
  case resize(Resize)
}

/// Parameters of a two-dimensional convolution, as PyTorch's `Conv2d` defines them.
///
/// The weight has the shape (outputs, inputs / groups, kernel height, kernel width).
public struct Convolution: Hashable, Sendable {
  /// Channels of the input.
  public var inputChannels: Int
  /// Channels of the output.
  public var outputChannels: Int
  /// Rows and columns of a filter.
  public var kernel: Extent
  /// Step between neighbouring outputs.
  public var stride: Extent
  /// Zeros added on each side.
  public var padding: Extent
  /// Step between neighbouring taps of a filter.
  public var dilation: Extent
  /// Number of independent groups of channels.
  public var groups: Int
  /// Whether a bias per output channel is added.
  public var hasBias: Bool

  /// Creates a convolution with square kernel, stride, padding and dilation.
  public init(
    _ inputChannels: Int, _ outputChannels: Int, kernel: Int, stride: Int = 1, padding: Int = 0,
    dilation: Int = 1, groups: Int = 1, hasBias: Bool = false
  ) {
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.kernel = Extent(kernel)
    self.stride = Extent(stride)
    self.padding = Extent(padding)
    self.dilation = Extent(dilation)
    self.groups = groups
    self.hasBias = hasBias
  }

  /// Shape of the weight in PyTorch's order.
  public var weightShape: [Int] {
    [outputChannels, inputChannels / groups, kernel.height, kernel.width]
  }
}

/// Parameters of a batch normalisation, as PyTorch's `BatchNorm2d` defines them.
public struct BatchNorm: Hashable, Sendable {
  /// Number of channels.
  public var channels: Int
  /// Added to the variance before its square root.
  public var epsilon: Double
  /// Share of the batch's statistics in the running ones.
  public var momentum: Double
  /// Whether a scale and a shift per channel are learned.
  public var isAffine: Bool

  /// Creates a batch normalisation with PyTorch's defaults.
  public init(
    channels: Int, epsilon: Double = 1e-5, momentum: Double = 0.1, isAffine: Bool = true
  ) {
    self.channels = channels
    self.epsilon = epsilon
    self.momentum = momentum
    self.isAffine = isAffine
  }
}

/// Parameters of a pooling window.
public struct Pooling: Hashable, Sendable {
  /// Rows and columns of a window.
  public var kernel: Extent
  /// Step between neighbouring windows.
  public var stride: Extent
  /// Positions added on each side; they never win a maximum.
  public var padding: Extent
  /// Whether a last window that sticks out is kept (if it starts inside input or left padding).
  public var ceilMode: Bool

  /// Creates a square window.
  public init(kernel: Int, stride: Int, padding: Int = 0, ceilMode: Bool = false) {
    self.kernel = Extent(kernel)
    self.stride = Extent(stride)
    self.padding = Extent(padding)
    self.ceilMode = ceilMode
  }
}

/// Parameters of a matrix product: the weight has the shape (outputs, inputs).
public struct Linear: Hashable, Sendable {
  /// Channels of the input.
  public var inputFeatures: Int
  /// Channels of the output.
  public var outputFeatures: Int
  /// Whether a bias is added.
  public var hasBias: Bool

  /// Creates a matrix product.
  public init(_ inputFeatures: Int, _ outputFeatures: Int, hasBias: Bool = true) {
    self.inputFeatures = inputFeatures
    self.outputFeatures = outputFeatures
    self.hasBias = hasBias
  }
}

/// A change of height and width, as PyTorch's `interpolate` defines it.
public struct Resize: Hashable, Sendable {
  /// How a value between pixels is found.
  public enum Method: Hashable, Sendable {
    /// The pixel at floor(index * input size / output size).
    case nearest
    /// Linear in both directions; `alignCorners` maps the corner pixels' centres onto each other.
    case bilinear(alignCorners: Bool)
  }

  /// Size of the output.
  public var size: Extent
  /// Method of interpolation.
  public var method: Method

  /// Creates a change of size.
  public init(to size: Extent, method: Method) {
    self.size = size
    self.method = method
  }
}

/// A pair of numbers for the two directions of an image.
public struct Extent: Hashable, Sendable {
  /// The number along columns of pixels.
  public var height: Int
  /// The number along rows of pixels.
  public var width: Int

  /// Creates a pair.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// Creates a pair of equal numbers.
  public init(_ both: Int) { self.init(height: both, width: both) }
}
