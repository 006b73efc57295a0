/// Which values of two flat arrays, one of trainable values and one of running statistics, belong
/// to which parameter of a network.
///
/// Parameters stand in the order of PyTorch's state dict, each from a cache line's start.
public struct ParameterLayout: Sendable {
  /// A parameter with its place.
  public struct Entry: Sendable {
    /// The parameter.
    public let parameter: NetworkGraph.Parameter
    /// Its values: in the trainable ones, or in the running statistics, as its role says.
    public let range: Range<Int>
  }

  /// All parameters, in the order of the state dict.
  public let entries: [Entry]
  /// Trainable values, zeros between parameters included.
  public let valueCount: Int
  /// Running statistics, zeros between them included.
  public let statisticCount: Int
  private let positions: [String: Int]

  /// Floats between possible starts of parameters.
  private static let granularity = 16

  /// Lays out the parameters of a network.
  /// - Complexity: O(nodes).
  public init(_ graph: NetworkGraph) {
    var (values, statistics) = (0, 0)
    var entries: [Entry] = []
    var positions: [String: Int] = [:]
    func place(_ parameter: NetworkGraph.Parameter, _ end: inout Int) -> Entry {
      let start = end
      let (unit, count) = (Self.granularity, parameter.elementCount)
      end += (count + unit - 1) / unit * unit
      return Entry(parameter: parameter, range: start..<start + count)
    }
    for parameter in graph.parameters {
      let previous = positions.updateValue(entries.count, forKey: parameter.name)
      precondition(previous == nil, "two layers with parameters named \(parameter.name)")
      entries.append(
        parameter.role.isTrainable
          ? place(parameter, &values) : place(parameter, &statistics))
    }
    self.entries = entries
    self.positions = positions
    (valueCount, statisticCount) = (values, statistics)
  }

  /// The place of a parameter; nil when the network does not have it.
  public subscript(name: String) -> Entry? { positions[name].map { entries[$0] } }

  /// The place of a parameter that a layer must have.
  func require(_ name: String) -> Range<Int> {
    guard let entry = self[name] else { preconditionFailure("no parameter \(name)") }
    return entry.range
  }
}
