/// Values of a network's parameters and running statistics, in memory.
public struct ParameterSet: Sendable {
  /// Names in the order in which they were added.
  public private(set) var names: [String] = []
  private var positions: [String: Int] = [:]
  private var shapes: [[Int]] = []
  private var values: [[Float]] = []

  /// Creates an empty set.
  public init() {}

  /// Reads everything that a network needs.
  ///
  /// A `num_batches_tracked` that the source lacks, as old files do, counts as 0.
  /// - Throws: ``ModelError`` when the source lacks a parameter or has it in another shape; what the
  ///   source throws.
  /// - Complexity: O(values), one allocation per parameter.
  public init(for graph: NetworkGraph, from source: some ParameterSource) throws {
    for parameter in graph.parameters {
      let found = source.shape(of: parameter.name)
      try parameter.validate(shape: found)
      guard found != nil else {
        add(parameter.name, shape: [], values: [0])
        continue
      }
      var floats = [Float](repeating: 0, count: parameter.elementCount)
      var destination = floats.mutableSpan
      try source.readFloats(name: parameter.name, into: &destination)
      add(parameter.name, shape: parameter.shape, values: floats)
    }
  }

  /// Adds a parameter.
  /// - Precondition: the name is new, and there are as many values as the shape has.
  public mutating func add(_ name: String, shape: [Int], values floats: [Float]) {
    precondition(
      floats.count == shape.reduce(1, *), "\(floats.count) values for \(name) of shape \(shape)")
    let previous = positions.updateValue(names.count, forKey: name)
    precondition(previous == nil, "a second \(name)")
    names.append(name)
    shapes.append(shape)
    values.append(floats)
  }

  /// The values of a parameter in row-major order; nil when it is not in the set.
  public func values(of name: String) -> [Float]? {
    positions[name].map { values[$0] }
  }

  /// Changes the values of a parameter in place.
  /// - Precondition: the parameter is in the set.
  /// - Complexity: that of `body`; copies the values when they are shared with another set.
  public mutating func update<Result>(
    _ name: String, _ body: (inout MutableSpan<Float>) throws -> Result
  ) rethrows -> Result {
    guard let position = positions[name] else { preconditionFailure("no parameter \(name)") }
    var span = values[position].mutableSpan
    return try body(&span)
  }
}

extension ParameterSet: ParameterSource {
  /// Shape of a parameter; nil when it is not in the set.
  public func shape(of name: String) -> [Int]? { positions[name].map { shapes[$0] } }

  /// Copies the values of a parameter.
  /// - Precondition: the parameter is in the set and `destination` has as many elements.
  public func readFloats(name: String, into destination: inout MutableSpan<Float>) {
    guard let position = positions[name] else { preconditionFailure("no parameter \(name)") }
    let floats = values[position]
    let source = floats.span
    precondition(
      source.count == destination.count, "\(destination.count) of \(source.count) values of \(name)"
    )
    for index in source.indices { destination[index] = source[index] }
  }
}
