import TensorCore

extension Layer {
  /// Checks number and channels of the inputs against the layer's parameters.
  /// - Throws: ``GraphError``.
  func validate(inputChannels: [Int], name: String) throws {
    func require(_ isMet: Bool, _ expectation: @autoclosure () -> String, _ finding: String)
      throws
    {
      guard isMet else {
        throw GraphError(
          layer: name.isEmpty ? kind : name, expectation: expectation(), finding: finding)
      }
    }
    let found = inputChannels.map(String.init).joined(separator: ", ")
    switch self {
    case .input:
      try require(false, "one input per network", "a second one")
    case .add, .concatenate:
      try require(inputChannels.count >= 2, "two or more inputs", "\(inputChannels.count)")
    default:
      try require(inputChannels.count == 1, "one input", "\(inputChannels.count)")
    }
    switch self {
    case .convolution(let convolution):
      try convolution.validate(inputChannels: inputChannels[0], require)
    case .batchNorm(let norm):
      try require(
        norm.channels == inputChannels[0], "\(norm.channels) input channels", "\(inputChannels[0])")
    case .linear(let linear):
      try require(
        linear.inputFeatures == inputChannels[0], "\(linear.inputFeatures) input channels",
        "\(inputChannels[0])")
    case .add:
      try require(Set(inputChannels).count == 1, "inputs with equal channels", "channels \(found)")
    case .maxPool(let pooling), .averagePool(let pooling):
      try require(
        pooling.padding.height * 2 <= pooling.kernel.height
          && pooling.padding.width * 2 <= pooling.kernel.width,
        "a padding of at most half the window", "\(pooling.padding) for \(pooling.kernel)")
      try require(
        pooling.kernel.isPositive && pooling.stride.isPositive && pooling.padding.isNotNegative,
        "a positive window and step", "\(pooling.kernel), \(pooling.stride)")
    case .dropout(let probability):
      try require(
        probability >= 0 && probability < 1, "a probability from 0 to below 1", "\(probability)")
    case .resize(let resize):
      try require(resize.size.isPositive, "a positive size", "\(resize.size)")
    default: break
    }
  }

  /// Channels of the output for inputs that ``validate(inputChannels:name:)`` has accepted.
  func outputChannels(inputChannels: [Int]) -> Int {
    switch self {
    case .input(let channels): channels
    case .convolution(let convolution): convolution.outputChannels
    case .linear(let linear): linear.outputFeatures
    case .concatenate: inputChannels.reduce(0, +)
    default: inputChannels[0]
    }
  }

  /// Shape of the output for the shapes of the inputs.
  /// - Throws: ``GraphError`` when the image is too small or the inputs' sizes differ.
  func outputShape(_ inputs: [TensorShape], name: String) throws -> TensorShape {
    var shape = inputs[0]
    func require(_ isMet: Bool, _ expectation: String) throws {
      guard isMet else {
        throw GraphError(
          layer: name.isEmpty ? kind : name, expectation: expectation,
          finding: inputs.map { "\($0)" }.joined(separator: ", "))
      }
    }
    switch self {
    case .convolution(let convolution):
      shape.height = convolution.outputExtent(of: shape.height, \.height)
      shape.width = convolution.outputExtent(of: shape.width, \.width)
      shape.channels = convolution.outputChannels
    case .linear(let linear):
      shape.channels = linear.outputFeatures
    case .maxPool(let pooling), .averagePool(let pooling):
      shape.height = pooling.outputExtent(of: shape.height, \.height)
      shape.width = pooling.outputExtent(of: shape.width, \.width)
    case .globalAveragePool, .globalMaxPool:
      shape.height = 1
      shape.width = 1
    case .resize(let resize):
      shape.height = resize.size.height
      shape.width = resize.size.width
    case .add:
      try require(Set(inputs).count == 1, "inputs of equal shape")
    case .concatenate:
      try require(
        inputs.allSatisfy { $0.height == shape.height && $0.width == shape.width },
        "inputs of equal height and width")
      shape.channels = inputs.reduce(0) { $0 + $1.channels }
    case .input, .batchNorm, .relu, .relu6, .dropout: break
    }
    try require(shape.height > 0 && shape.width > 0, "an image large enough for the window")
    return shape
  }

  /// The layer's kind, for messages.
  var kind: String {
    switch self {
    case .input: "input"
    case .convolution: "convolution"
    case .batchNorm: "batch norm"
    case .relu: "ReLU"
    case .relu6: "ReLU6"
    case .add: "add"
    case .maxPool: "max-pooling"
    case .averagePool: "average pooling"
    case .globalAveragePool: "global average pooling"
    case .globalMaxPool: "global max-pooling"
    case .dropout: "dropout"
    case .linear: "linear"
    case .concatenate: "concatenation"
    case .resize: "resize"
    }
  }
}

extension Convolution {
  fileprivate func validate(
    inputChannels found: Int,
    _ require: (Bool, @autoclosure () -> String, String) throws -> Void
  ) throws {
    try require(inputChannels == found, "\(inputChannels) input channels", "\(found)")
    try require(
      kernel.isPositive && stride.isPositive && dilation.isPositive && padding.isNotNegative,
      "positive kernel, stride and dilation and no negative padding",
      "\(kernel), \(stride), \(dilation), \(padding)")
    try require(
      outputChannels > 0 && groups > 0 && inputChannels % groups == 0
        && outputChannels % groups == 0,
      "channels that \(groups) groups divide", "\(inputChannels) and \(outputChannels)")
  }

  /// Rows or columns of the output; not positive when the input is too small.
  func outputExtent(of size: Int, _ direction: KeyPath<Extent, Int>) -> Int {
    let reach = dilation[keyPath: direction] * (kernel[keyPath: direction] - 1) + 1
    let room = size + 2 * padding[keyPath: direction] - reach
    return room < 0 ? 0 : room / stride[keyPath: direction] + 1
  }
}

extension Pooling {
  /// Rows or columns of the output, with PyTorch's rule for the last window in ceil mode.
  func outputExtent(of size: Int, _ direction: KeyPath<Extent, Int>) -> Int {
    let (kernel, stride) = (kernel[keyPath: direction], stride[keyPath: direction])
    let padding = padding[keyPath: direction]
    let room = size + 2 * padding - kernel
    guard room >= 0 || (ceilMode && room > -stride) else { return 0 }
    let count = (room + (ceilMode ? stride - 1 : 0)) / stride + 1
    return ceilMode && (count - 1) * stride >= size + padding ? count - 1 : count
  }
}

extension Extent {
  fileprivate var isPositive: Bool { height > 0 && width > 0 }
  fileprivate var isNotNegative: Bool { height >= 0 && width >= 0 }
}

extension Extent: CustomStringConvertible {
  /// Both numbers, height first.
  public var description: String { "\(height)x\(width)" }
}
