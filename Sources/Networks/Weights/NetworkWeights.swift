public import DeepLearningPrimitives
import Kernels

/// A network's parameters in the orders that primitives want, shared by all plans made of them.
///
/// A filter bank is read, folded and reordered when the first plan asks for it and kept for the
/// next: plans for other batch sizes or for evaluation cost no second copy where orders agree.
public final class NetworkWeights {
  /// How a filter bank is turned for a primitive.
  enum Arrangement: Hashable {
    /// As stored.
    case forward
    /// Inputs and outputs exchanged and the taps in reverse: the forward convolution with it is
    /// the input gradient of the one that it came from.
    case transposed
    /// Transformed for a Winograd convolution: 36 planes of inputs x outputs, for both passes.
    case winograd
  }

  private struct Key: Hashable {
    var prefix: String
    var norm: Step.FoldedNorm?
    var arrangement: Arrangement
  }

  let engine: Engine
  private let source: any ParameterSource
  private var filters: [Key: [WeightBuffer]] = [:]
  private var biases: [Key: WeightBuffer] = [:]

  /// Takes values from a source, when plans ask for them.
  public init(_ source: any ParameterSource, engine: Engine) {
    self.source = source
    self.engine = engine
  }

  /// Bytes of the filters and biases that plans have asked for so far.
  public var byteCount: Int {
    let buffers = filters.values.joined().map(\.memory) + biases.values.map(\.memory)
    return buffers.reduce(0) { $0 + $1.descriptor.byteCount }
  }

  /// The values of a parameter.
  /// - Throws: ``ParameterError`` when it is missing or has another shape; what reading throws.
  func values(_ name: String, shape: [Int]) throws -> [Float] {
    guard let found = source.shape(of: name) else {
      throw ParameterError(name: name, expectation: "shape \(shape)", finding: "no such parameter")
    }
    guard found == shape else {
      throw ParameterError(name: name, expectation: "shape \(shape)", finding: "shape \(found)")
    }
    var values = [Float](repeating: 0, count: shape.reduce(1, *))
    var span = values.mutableSpan
    try source.readFloats(name: name, into: &span)
    return values
  }

  /// Scale and shift per channel that a batch norm with stored statistics amounts to.
  /// - Throws: as ``values(_:shape:)``.
  func affine(_ norm: BatchNorm, prefix: String) throws -> (scale: [Double], shift: [Double]) {
    let shape = [norm.channels]
    let mean = try values("\(prefix).running_mean", shape: shape)
    let variance = try values("\(prefix).running_var", shape: shape)
    let scale = norm.isAffine ? try values("\(prefix).weight", shape: shape) : nil
    let shift = norm.isAffine ? try values("\(prefix).bias", shape: shape) : nil
    let factors = variance.indices.map {
      Double(scale?[$0] ?? 1) / (Double(variance[$0]) + norm.epsilon).squareRoot()
    }
    let offsets = mean.indices.map { Double(shift?[$0] ?? 0) - Double(mean[$0]) * factors[$0] }
    return (factors, offsets)
  }

  /// The filters of a convolution in a primitive's order, with a batch norm's scale folded in.
  /// - Throws: as ``values(_:shape:)``, and ``DNNError``.
  func filters(
    _ convolution: Convolution, prefix: String, norm: Step.FoldedNorm?,
    arrangement: Arrangement, order: MemoryDescriptor
  ) throws -> WeightBuffer {
    precondition(arrangement != .winograd, "transformed filters have an order of their own")
    let key = Key(prefix: prefix, norm: norm, arrangement: arrangement)
    if let known = filters[key]?.first(where: { $0.memory.descriptor == order }) {
      return known
    }
    var values = try foldedFilters(convolution, prefix: prefix, norm: norm)
    if arrangement == .transposed { values = convolution.transposed(values) }
    let stored = try WeightBuffer(
      values, dimensions: convolution.weightDimensions(arrangement), order: order, engine: engine)
    filters[key, default: []].append(stored)
    return stored
  }

  /// The filters of a convolution, transformed: one bank for the forward and the backward pass.
  /// - Throws: as ``values(_:shape:)``, and ``DNNError``.
  func winogradFilters(
    _ convolution: Convolution, prefix: String, norm: Step.FoldedNorm?, order: MemoryDescriptor
  ) throws -> WeightBuffer {
    let key = Key(prefix: prefix, norm: norm, arrangement: .winograd)
    if let known = filters[key]?.first(where: { $0.memory.descriptor == order }) { return known }
    let (inputs, outputs) = (convolution.inputChannels, convolution.outputChannels)
    let values = try foldedFilters(convolution, prefix: prefix, norm: norm)
    // Written in place: a second copy of the largest bank would be the peak of the memory.
    var stored = try WeightBuffer(
      .dense([WinogradGrid.planeCount, inputs, outputs]), engine: engine)
    var span = stored.floats.mutableSpan(from: 0, count: stored.floats.count)
    WinogradTransform.filters(values.span, inputs: inputs, outputs: outputs, into: &span)
    if stored.memory.descriptor != order { stored = try stored.reordered(to: order) }
    filters[key, default: []].append(stored)
    return stored
  }

  /// The bias of a convolution with a batch norm's shift folded in; nil when there is neither.
  /// - Throws: as ``values(_:shape:)``, and ``DNNError``.
  func bias(
    _ convolution: Convolution, prefix: String, norm: Step.FoldedNorm?
  ) throws -> WeightBuffer? {
    guard convolution.hasBias || norm != nil else { return nil }
    let key = Key(prefix: prefix, norm: norm, arrangement: .forward)
    if let known = biases[key] { return known }
    let count = convolution.outputChannels
    var values = [Double](repeating: 0, count: count)
    if convolution.hasBias {
      values = try self.values("\(prefix).bias", shape: [count]).map(Double.init)
    }
    if let norm {
      let (scale, shift) = try affine(norm.norm, prefix: norm.prefix)
      for index in 0..<count { values[index] = values[index] * scale[index] + shift[index] }
    }
    let stored = try WeightBuffer(
      values.map { Float($0) }, dimensions: [count], order: .dense([count]), engine: engine)
    biases[key] = stored
    return stored
  }

  private func foldedFilters(
    _ convolution: Convolution, prefix: String, norm: Step.FoldedNorm?
  ) throws -> [Float] {
    var values = try filterValues(convolution, prefix: prefix)
    if let norm { try fold(norm, into: &values) }
    return values
  }

  private func filterValues(_ convolution: Convolution, prefix: String) throws -> [Float] {
    let name = "\(prefix).weight"
    // A matrix product is a convolution here and has two extents in files.
    let shape = convolution.weightShape
    let isMatrix = source.shape(of: name)?.count == 2 && shape[2...] == [1, 1]
    return try values(name, shape: isMatrix ? Array(shape[..<2]) : shape)
  }

  private func fold(_ norm: Step.FoldedNorm, into values: inout [Float]) throws {
    let scale = try affine(norm.norm, prefix: norm.prefix).scale
    let filterSize = values.count / scale.count
    for index in values.indices {
      values[index] = Float(Double(values[index]) * scale[index / filterSize])
    }
  }
}

extension Convolution {
  /// Extents of the filters as oneDNN counts them: groups first when there are several.
  func weightDimensions(_ arrangement: NetworkWeights.Arrangement) -> [Int] {
    let (inputs, outputs) = (inputChannels / groups, outputChannels / groups)
    let channels = arrangement == .transposed ? [inputs, outputs] : [outputs, inputs]
    return (groups == 1 ? [] : [groups]) + channels + [kernel.height, kernel.width]
  }

  /// Filters with inputs and outputs exchanged inside each group, and the taps in reverse.
  func transposed(_ values: [Float]) -> [Float] {
    let (inputs, outputs) = (inputChannels / groups, outputChannels / groups)
    let taps = kernel.height * kernel.width
    var result = [Float](repeating: 0, count: values.count)
    for group in 0..<groups {
      for output in 0..<outputs {
        for input in 0..<inputs {
          let source = ((group * outputs + output) * inputs + input) * taps
          let target = ((group * inputs + input) * outputs + output) * taps
          for tap in 0..<taps { result[target + taps - 1 - tap] = values[source + tap] }
        }
      }
    }
    return result
  }
}
