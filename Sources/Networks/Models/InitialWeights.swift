/// Weights for a network that has not been trained, the same for the same seed on every platform.
///
/// Convolutions and linear layers are uniform around 0 with the variance 1 / (fan-in * m), where m
/// estimates the mean square of their input (He et al., arXiv 1502.01852, with m carried through the
/// graph instead of assumed), so that every one of them has outputs of about unit variance for an
/// image of the stated scale. Biases are 0 and batch norms do nothing. A value depends on the seed,
/// the parameter's name and its position only.
public struct InitialWeights: ParameterSource, Sendable {
  private struct Entry: Sendable {
    let shape: [Int]
    /// Values are uniform between these.
    let bounds: (low: Double, high: Double)
  }

  private let seed: UInt64
  private let entries: [String: Entry]

  /// Finds the bounds of a network's parameters.
  /// - Parameters:
  ///   - graph: The network.
  ///   - seed: Other seeds give other weights.
  ///   - imageScale: Root of the mean square of the image's values; 64 fits images in 0...255 whose
  ///     mean is subtracted.
  /// - Precondition: `imageScale` is positive.
  public init(for graph: NetworkGraph, seed: UInt64, imageScale: Double = 64) {
    precondition(imageScale > 0, "image scale \(imageScale)")
    self.seed = seed
    var entries: [String: Entry] = [:]
    var signals: [Signal] = []
    for (node, content) in graph.nodes.enumerated() {
      let inputs = content.inputs.map { signals[$0] }
      for parameter in graph.parameters(of: node) {
        let bounds: (Double, Double)
        switch parameter.role {
        case .weight:
          let fanIn = parameter.shape.dropFirst().reduce(1, *)
          let bound = (3 / (Double(fanIn) * inputs[0].meanSquare)).squareRoot()
          bounds = (-bound, bound)
        case .scale, .runningVariance: bounds = (1, 1)
        case .bias, .shift, .runningMean, .batchCount: bounds = (0, 0)
        }
        entries[parameter.name] = Entry(shape: parameter.shape, bounds: bounds)
      }
      signals.append(Signal(content.layer, inputs, imageScale: imageScale))
    }
    self.entries = entries
  }

  /// Shape of a parameter; nil when the network does not have it.
  public func shape(of name: String) -> [Int]? { entries[name]?.shape }

  /// Computes the values of a parameter.
  /// - Precondition: the network has the parameter.
  public func readFloats(name: String, into destination: inout MutableSpan<Float>) {
    guard let entry = entries[name] else { preconditionFailure("no parameter \(name)") }
    NamedUniform(name: name, seed: seed).fill(
      &destination, from: entry.bounds.low, to: entry.bounds.high)
  }
}

/// What is known of a layer's output before anything is computed.
private struct Signal {
  /// Estimate of the mean square of the values.
  var meanSquare: Double
  /// Whether values are as likely negative as positive.
  var isCentred: Bool

  init(_ layer: Layer, _ inputs: [Signal], imageScale: Double) {
    switch layer {
    case .input: self.init(imageScale * imageScale, isCentred: true)
    case .convolution, .linear: self.init(1, isCentred: true)
    case .relu, .relu6:
      // Of a sum with a shortcut that is never negative, most values may pass.
      self.init(inputs[0].meanSquare / (inputs[0].isCentred ? 2 : 1), isCentred: false)
    case .maxPool(let pooling):
      let count = Double(pooling.kernel.height * pooling.kernel.width)
      self.init(inputs[0].meanSquare * count.squareRoot(), isCentred: false)
    case .globalMaxPool: self.init(inputs[0].meanSquare, isCentred: false)
    case .add:
      // Centred terms are independent of the others, the others all point the same way.
      let centred = inputs.filter(\.isCentred).reduce(0) { $0 + $1.meanSquare }
      let others = inputs.filter { !$0.isCentred }.reduce(0) { $0 + $1.meanSquare.squareRoot() }
      self.init(centred + others * others, isCentred: inputs.allSatisfy(\.isCentred))
    case .concatenate:
      let mean = inputs.reduce(0) { $0 + $1.meanSquare } / Double(inputs.count)
      self.init(mean, isCentred: inputs.allSatisfy(\.isCentred))
    case .batchNorm, .averagePool, .globalAveragePool, .dropout, .resize: self = inputs[0]
    }
  }

  private init(_ meanSquare: Double, isCentred: Bool) {
    self.meanSquare = meanSquare
    self.isCentred = isCentred
  }
}
