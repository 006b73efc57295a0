import ComputePlatform
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
    /// Transformed for a Winograd convolution: planes of panels of filters, for both passes.
    case winograd(TileScheme)
    /// Panels of filters.
    case panels
    /// Panels of filters with inputs and outputs exchanged; the taps stay in order.
    case transposedPanels
    /// Taps x inputs x outputs.
    case taps
  }

  private struct Key: Hashable {
    var convolution: Convolution
    var prefix: String
    var norm: Step.FoldedNorm?
    var arrangement: Arrangement
  }

  /// Scale and shift of a batch norm that is a layer of its own, per channel.
  struct Affine {
    let scale: WeightBuffer
    let shift: WeightBuffer
  }

  let engine: Engine
  private let source: any ParameterSource
  private var filters: [Key: [WeightBuffer]] = [:]
  private var biases: [Key: WeightBuffer] = [:]
  private var affines: [Step.FoldedNorm: Affine] = [:]

  /// Takes values from a source, when plans ask for them.
  public init(_ source: any ParameterSource, engine: Engine) {
    self.source = source
    self.engine = engine
  }

  /// Bytes of the filters and biases that plans have asked for so far.
  public var byteCount: Int {
    let buffers =
      Array(filters.values.joined()) + biases.values
      + affines.values.flatMap { [$0.scale, $0.shift] }
    return buffers.reduce(0) { $0 + $1.memory.descriptor.byteCount }
  }

  /// Takes the source's present values, in the places of the former: plans that were made of these
  /// weights use them from their next pass on. For sources whose values change, as in training.
  /// - Throws: as the plans' initialisers; then some of the weights are new and some are not.
  /// - Complexity: reads, folds and reorders every parameter that a plan has asked for.
  public func refresh() throws {
    for (key, buffers) in filters { try fill(buffers, key) }
    for (key, buffer) in biases {
      buffer.set(try biasValues(key.convolution, prefix: key.prefix, norm: key.norm))
    }
    for (norm, buffers) in affines {
      let (scale, shift) = try affine(norm.norm, prefix: norm.prefix)
      buffers.scale.set(scale)
      buffers.shift.set(shift)
    }
  }

  /// The values of a parameter.
  /// - Throws: ``ParameterError`` when it is missing or has another shape; what reading throws.
  func values(_ name: String, shape: [Int]) throws -> [Float] {
    try requireShape(name, shape)
    var values = [Float](repeating: 0, count: shape.reduce(1, *))
    var span = values.mutableSpan
    try source.readFloats(name: name, into: &span)
    return values
  }

  private func requireShape(_ name: String, _ shape: [Int]) throws {
    guard let found = source.shape(of: name) else {
      throw ParameterError(name: name, expectation: "shape \(shape)", finding: "no such parameter")
    }
    guard found == shape else {
      throw ParameterError(name: name, expectation: "shape \(shape)", finding: "shape \(found)")
    }
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

  /// The same as single-precision numbers that plans read while they run.
  /// - Throws: as ``values(_:shape:)``, and ``DNNError``.
  func affineBuffers(_ norm: BatchNorm, prefix: String) throws -> Affine {
    let key = Step.FoldedNorm(norm: norm, prefix: prefix)
    if let known = affines[key] { return known }
    let (scale, shift) = try affine(norm, prefix: prefix)
    func store(_ values: [Double]) throws -> WeightBuffer {
      let buffer = try WeightBuffer(.dense([values.count]), engine: engine)
      buffer.set(values)
      return buffer
    }
    let stored = Affine(scale: try store(scale), shift: try store(shift))
    affines[key] = stored
    return stored
  }

  /// The filters of a convolution in a primitive's order, with a batch norm's scale folded in.
  /// - Throws: as ``values(_:shape:)``, and ``DNNError``.
  func filters(
    _ convolution: Convolution, prefix: String, norm: Step.FoldedNorm?,
    arrangement: Arrangement, order: MemoryDescriptor
  ) throws -> WeightBuffer {
    let key = Key(
      convolution: convolution, prefix: prefix, norm: norm, arrangement: arrangement)
    if let known = filters[key]?.first(where: { $0.memory.descriptor == order }) {
      return known
    }
    let stored = try WeightBuffer(order, engine: engine)
    try fill([stored], key)
    filters[key, default: []].append(stored)
    return stored
  }

  /// Brings filters into buffers for one key, from where the source has them if it can be.
  private func fill(_ buffers: [WeightBuffer], _ key: Key) throws {
    if key.norm == nil, key.arrangement != .transposed {
      let name = try filterName(key.convolution, prefix: key.prefix).name
      let isDone = try source.withFloats(name: name) { values in
        for buffer in buffers { try fill(buffer, key, values) }
      }
      if isDone { return }
    }
    var values = try foldedFilters(key.convolution, prefix: key.prefix, norm: key.norm)
    if key.arrangement == .transposed { values = key.convolution.transposed(values) }
    for buffer in buffers { try fill(buffer, key, values.span) }
  }

  private func fill(_ buffer: WeightBuffer, _ key: Key, _ values: Span<Float>) throws {
    let convolution = key.convolution
    switch key.arrangement {
    case .forward, .transposed:
      try buffer.fill(
        from: values, dimensions: convolution.weightDimensions(key.arrangement))
    case .winograd, .panels, .transposedPanels, .taps:
      let isSingle =
        try buffer.memory.descriptor == convolution.order(key.arrangement, .float32)
      // Written in place in single precision: a second copy of the largest bank would be the peak of
      // the memory.
      if isSingle {
        convolution.pack(values, key.arrangement, into: buffer.floats)
      } else {
        let single = try WeightBuffer(
          convolution.order(key.arrangement, .float32), engine: engine)
        convolution.pack(values, key.arrangement, into: single.floats)
        var bits = buffer.floats.bits.mutableSpan
        FilterPanels.round(
          single.floats.span, rows: convolution.panelRows(key.arrangement), into: &bits)
      }
    }
  }

  /// The bias of a convolution with a batch norm's shift folded in; nil when there is neither.
  /// - Throws: as ``values(_:shape:)``, and ``DNNError``.
  func bias(
    _ convolution: Convolution, prefix: String, norm: Step.FoldedNorm?
  ) throws -> WeightBuffer? {
    guard convolution.hasBias || norm != nil else { return nil }
    let key = Key(convolution: convolution, prefix: prefix, norm: norm, arrangement: .forward)
    if let known = biases[key] { return known }
    let stored = try WeightBuffer(.dense([convolution.outputChannels]), engine: engine)
    stored.set(try biasValues(convolution, prefix: prefix, norm: norm))
    biases[key] = stored
    return stored
  }

  private func biasValues(
    _ convolution: Convolution, prefix: String, norm: Step.FoldedNorm?
  ) throws -> [Double] {
    let count = convolution.outputChannels
    var values = [Double](repeating: 0, count: count)
    if convolution.hasBias {
      values = try self.values("\(prefix).bias", shape: [count]).map(Double.init)
    }
    if let norm {
      let (scale, shift) = try affine(norm.norm, prefix: norm.prefix)
      for index in 0..<count { values[index] = values[index] * scale[index] + shift[index] }
    }
    return values
  }

  private func foldedFilters(
    _ convolution: Convolution, prefix: String, norm: Step.FoldedNorm?
  ) throws -> [Float] {
    var values = try filterValues(convolution, prefix: prefix)
    if let norm { try fold(norm, into: &values) }
    return values
  }

  private func filterValues(_ convolution: Convolution, prefix: String) throws -> [Float] {
    let (name, shape) = try filterName(convolution, prefix: prefix)
    return try values(name, shape: shape)
  }

  /// What the filters are called, and their shape in files.
  /// - Throws: ``ParameterError``.
  private func filterName(
    _ convolution: Convolution, prefix: String
  ) throws -> (name: String, shape: [Int]) {
    let name = "\(prefix).weight"
    // A matrix product is a convolution here and has two extents in files.
    let shape = convolution.weightShape
    let isMatrix = source.shape(of: name)?.count == 2 && shape[2...] == [1, 1]
    let found = isMatrix ? Array(shape[..<2]) : shape
    try requireShape(name, found)
    return (name, found)
  }

  private func fold(_ norm: Step.FoldedNorm, into values: inout [Float]) throws {
    let scale = try affine(norm.norm, prefix: norm.prefix).scale
    let filterSize = values.count / scale.count
    unsafe values.withUnsafeMutableBufferPointer { values in
      let values = unsafe UnsafeMutableBufferPointer(rebasing: values[...])
      ThreadTeam.forEach(count: scale.count) { filter in
        for index in filter * filterSize..<(filter + 1) * filterSize {
          unsafe values[index] = Float(Double(values[index]) * scale[filter])
        }
      }
    }
  }
}
