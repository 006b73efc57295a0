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

  /// Numbers that are computed from parameters of a convolution and of the batch norm folded into it.
  struct Key: Hashable {
    /// Which numbers.
    enum Content: Hashable {
      case filters(Arrangement)
      case bias
    }

    var convolution: Convolution
    var prefix: String
    var norm: Step.FoldedNorm?
    var content: Content

    /// The parameter with the filters.
    var filterName: String { "\(prefix).weight" }
  }

  /// Scale and shift of a batch norm that is a layer of its own, per channel.
  struct Affine {
    let scale: WeightBuffer
    let shift: WeightBuffer
  }

  let engine: Engine
  let source: any ParameterSource
  private var buffers: [Key: [WeightBuffer]] = [:]
  private var isShared = false
  private var affines: [Step.FoldedNorm: Affine] = [:]

  /// Takes values from a source, when plans ask for them.
  public init(_ source: any ParameterSource, engine: Engine) {
    self.source = source
    self.engine = engine
  }

  /// Bytes of the filters and biases that plans have asked for so far.
  public var byteCount: Int {
    let all = Array(buffers.values.joined()) + affines.values.flatMap { [$0.scale, $0.shift] }
    return all.reduce(0) { $0 + $1.memory.descriptor.byteCount }
  }

  /// Takes the source's present values, in the places of the former: plans that were made of these
  /// weights use them from their next pass on. For sources whose values change, as in training.
  /// - Throws: as the plans' initialisers; then some of the weights are new and some are not.
  /// - Complexity: reads, folds and reorders every parameter that a plan has asked for.
  /// - Precondition: they are this process's own, see ``adopt(_:from:)``.
  public func refresh() throws {
    precondition(!isShared, "new values for weights that other processes use")
    for (key, buffers) in buffers { try fill(buffers, key) }
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
    try buffer(
      Key(convolution: convolution, prefix: prefix, norm: norm, content: .filters(arrangement)),
      order)
  }

  /// The bias of a convolution with a batch norm's shift folded in; nil when there is neither.
  /// - Throws: as ``values(_:shape:)``, and ``DNNError``.
  func bias(
    _ convolution: Convolution, prefix: String, norm: Step.FoldedNorm?
  ) throws -> WeightBuffer? {
    guard convolution.hasBias || norm != nil else { return nil }
    return try buffer(
      Key(convolution: convolution, prefix: prefix, norm: norm, content: .bias),
      .dense([convolution.outputChannels]))
  }

  /// Numbers that are there already.
  func known(_ key: Key, _ order: MemoryDescriptor) -> WeightBuffer? {
    buffers[key]?.first { $0.memory.descriptor == order }
  }

  func buffer(_ key: Key, _ order: MemoryDescriptor) throws -> WeightBuffer {
    if let known = known(key, order) { return known }
    let stored = try WeightBuffer(order, engine: engine)
    try fill([stored], key)
    buffers[key, default: []].append(stored)
    return stored
  }

  /// Takes numbers that lie in memory of others.
  func adopt(_ key: Key, _ buffer: WeightBuffer) {
    buffers[key, default: []].append(buffer)
    isShared = true
  }

  /// Reads, folds and arranges what belongs into buffers of one key.
  /// - Throws: as ``values(_:shape:)``, and ``DNNError``.
  func fill(_ buffers: [WeightBuffer], _ key: Key) throws {
    switch key.content {
    case .bias:
      let values = try biasValues(key.convolution, prefix: key.prefix, norm: key.norm)
      for buffer in buffers { buffer.set(values) }
    case .filters(let arrangement):
      let convolution = key.convolution
      if key.norm == nil, arrangement != .transposed {
        // From where the source has them if it can be.
        let name = try filterName(convolution, prefix: key.prefix).name
        let isDone = try source.withFloats(name: name) { values in
          for buffer in buffers { try fill(buffer, convolution, arrangement, values) }
        }
        if isDone { return }
      }
      var values = try foldedFilters(convolution, prefix: key.prefix, norm: key.norm)
      if arrangement == .transposed { values = convolution.transposed(values) }
      for buffer in buffers { try fill(buffer, convolution, arrangement, values.span) }
    }
  }

  private func fill(
    _ buffer: WeightBuffer, _ convolution: Convolution, _ arrangement: Arrangement,
    _ values: Span<Float>
  ) throws {
    switch arrangement {
    case .forward, .transposed:
      try buffer.fill(from: values, dimensions: convolution.weightDimensions(arrangement))
    case .winograd, .panels, .transposedPanels, .taps:
      let isSingle = try buffer.memory.descriptor == convolution.order(arrangement, .float32)
      // Written in place in single precision: a second copy of the largest bank would be the peak of
      // the memory.
      if isSingle {
        convolution.pack(values, arrangement, into: buffer.floats)
      } else {
        let single = try WeightBuffer(convolution.order(arrangement, .float32), engine: engine)
        convolution.pack(values, arrangement, into: single.floats)
        var bits = buffer.floats.bits.mutableSpan
        FilterPanels.round(
          single.floats.span, rows: convolution.panelRows(arrangement), into: &bits)
      }
    }
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
