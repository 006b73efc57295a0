import TensorCore

/// A network's parameters and their gradients, each in one flat array, and its running statistics.
///
/// The flat arrays are what an optimizer walks and what ranks exchange. Plans write gradients and
/// statistics, an optimizer writes values; all of them see each other's changes at once. Used from
/// one thread at a time.
public final class TrainableParameters {
  /// Which values belong to which parameter.
  public let layout: ParameterLayout
  private let values: AlignedBuffer<Float>
  private let gradients: AlignedBuffer<Float>
  private let statistics: AlignedBuffer<Float>

  /// Reads a network's parameters.
  ///
  /// A batch count that the source lacks, as old files do, counts as 0.
  /// - Throws: ``ModelError`` for a parameter that is missing or has another shape; what the source
  ///   throws.
  public init(for graph: NetworkGraph, from source: some ParameterSource) throws {
    layout = ParameterLayout(graph)
    values = AlignedBuffer(repeating: 0, count: layout.valueCount)
    gradients = AlignedBuffer(repeating: 0, count: layout.valueCount)
    statistics = AlignedBuffer(repeating: 0, count: layout.statisticCount)
    for entry in layout.entries {
      let found = source.shape(of: entry.parameter.name)
      try entry.parameter.validate(shape: found)
      guard found != nil else { continue }
      var part = region(of: entry).mutableSpan
      try source.readFloats(name: entry.parameter.name, into: &part)
    }
  }

  /// All trainable values, with zeros between parameters.
  public var valueSpan: Span<Float> {
    @_lifetime(borrow self)
    get { unsafe _overrideLifetime(valueRegion(0..<values.count).span, borrowing: self) }
  }

  /// The gradients of the last backward pass, in the places of the values.
  public var gradientSpan: Span<Float> {
    @_lifetime(borrow self)
    get { unsafe _overrideLifetime(gradientRegion(0..<gradients.count).span, borrowing: self) }
  }

  /// Running means, variances and batch counts, with zeros between them.
  public var statisticSpan: Span<Float> {
    @_lifetime(borrow self)
    get { unsafe _overrideLifetime(statisticRegion(0..<statistics.count).span, borrowing: self) }
  }

  /// Lets `body` change values by their gradients: an optimizer's step.
  public func update<Result>(
    _ body: (_ values: inout MutableSpan<Float>, _ gradients: Span<Float>) throws -> Result
  ) rethrows -> Result {
    var span = valueRegion(0..<values.count).mutableSpan
    return try body(&span, gradientRegion(0..<gradients.count).span)
  }

  /// Lets `body` change gradients: a sum over ranks, clipping.
  public func updateGradients<Result>(
    _ body: (inout MutableSpan<Float>) throws -> Result
  ) rethrows -> Result {
    var span = gradientRegion(0..<gradients.count).mutableSpan
    return try body(&span)
  }

  /// Lets `body` change running statistics.
  public func updateStatistics<Result>(
    _ body: (inout MutableSpan<Float>) throws -> Result
  ) rethrows -> Result {
    var span = statisticRegion(0..<statistics.count).mutableSpan
    return try body(&span)
  }

  private func region(of entry: ParameterLayout.Entry) -> Region {
    entry.parameter.role.isTrainable ? valueRegion(entry.range) : statisticRegion(entry.range)
  }

  func valueRegion(_ range: Range<Int>) -> Region {
    let start = unsafe values.unsafeBaseAddress + range.lowerBound
    return unsafe Region(start: start, count: range.count)
  }

  func gradientRegion(_ range: Range<Int>) -> Region {
    let start = unsafe gradients.unsafeBaseAddress + range.lowerBound
    return unsafe Region(start: start, count: range.count)
  }

  func statisticRegion(_ range: Range<Int>) -> Region {
    let start = unsafe statistics.unsafeBaseAddress + range.lowerBound
    return unsafe Region(start: start, count: range.count)
  }
}

extension TrainableParameters: ParameterSource {
  /// Shape of a parameter; nil when the network does not have it.
  public func shape(of name: String) -> [Int]? { layout[name]?.parameter.shape }

  /// Copies the present values of a parameter.
  /// - Precondition: the network has the parameter and `destination` has as many elements.
  public func readFloats(name: String, into destination: inout MutableSpan<Float>) {
    guard let entry = layout[name] else { preconditionFailure("no parameter \(name)") }
    precondition(
      destination.count == entry.range.count,
      "\(destination.count) of \(entry.range.count) values of \(name)")
    let source = region(of: entry).span
    for index in source.indices { destination[index] = source[index] }
  }

  /// Lets `body` read the present values of a parameter.
  /// - Precondition: the network has the parameter.
  public func withFloats(name: String, _ body: (Span<Float>) throws -> Void) rethrows -> Bool {
    guard let entry = layout[name] else { preconditionFailure("no parameter \(name)") }
    try body(region(of: entry).span)
    return true
  }
}
