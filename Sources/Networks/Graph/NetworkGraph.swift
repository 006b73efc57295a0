/// A network as a list of layers in an order in which they can be computed.
///
/// A graph knows shapes and the names of its parameters, not their values.
public struct NetworkGraph: Sendable {
  /// Identifies a node: its position in ``nodes``.
  public typealias NodeID = Int

  /// A layer with what it reads.
  public struct Node: Sendable {
    /// The operation.
    public let layer: Layer
    /// The nodes whose outputs it reads, in order; all come earlier in the list.
    public let inputs: [NodeID]
    /// What its parameters' names start with, such as `heads.normal.fc1.conv1`; empty without any.
    public let parameterPrefix: String
  }

  /// A result of the network.
  public struct Output: Sendable {
    /// Name of the task.
    public let name: String
    /// The node that computes it.
    public let node: NodeID
  }

  /// All nodes; the first is the input.
  public private(set) var nodes: [Node]
  /// The results, in the order of the tasks.
  public private(set) var outputs: [Output] = []
  /// What ``channels(of:)`` gives, found once when a node is added.
  private var channelCounts: [Int]

  /// Creates a graph that holds only its input.
  public init(inputChannels: Int) {
    nodes = [Node(layer: .input(channels: inputChannels), inputs: [], parameterPrefix: "")]
    channelCounts = [inputChannels]
  }

  /// The input's node.
  public var input: NodeID { 0 }

  /// Adds a layer and returns its node.
  /// - Throws: ``GraphError`` when the layer cannot read these inputs: their number or channels.
  @discardableResult
  public mutating func add(
    _ layer: Layer, _ inputs: [NodeID], parameterPrefix: String = ""
  ) throws -> NodeID {
    precondition(
      inputs.allSatisfy { nodes.indices.contains($0) }, "inputs \(inputs) of \(nodes.count) nodes")
    let inputChannels = inputs.map { channels(of: $0) }
    try layer.validate(inputChannels: inputChannels, name: parameterPrefix)
    channelCounts.append(layer.outputChannels(inputChannels: inputChannels))
    nodes.append(Node(layer: layer, inputs: inputs, parameterPrefix: parameterPrefix))
    return nodes.count - 1
  }

  /// Adds a layer with one input and returns its node.
  /// - Throws: ``GraphError`` when the layer cannot read this input.
  @discardableResult
  public mutating func add(
    _ layer: Layer, _ input: NodeID, parameterPrefix: String = ""
  ) throws -> NodeID {
    try add(layer, [input], parameterPrefix: parameterPrefix)
  }

  /// Declares a node as the result of a task.
  public mutating func addOutput(_ name: String, node: NodeID) {
    precondition(nodes.indices.contains(node), "node \(node) of \(nodes.count)")
    precondition(!outputs.contains { $0.name == name }, "a second output named \(name)")
    outputs.append(Output(name: name, node: node))
  }

  /// Number of channels that a node computes.
  public func channels(of node: NodeID) -> Int { channelCounts[node] }
}
