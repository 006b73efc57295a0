/// A piece of a network that can be copied: layers whose inputs are the piece's own input or earlier
/// layers of the piece, with parameter names relative to the copy.
public struct BlockTemplate: Hashable, Sendable {
  /// What a layer reads.
  public enum Source: Hashable, Sendable {
    /// The input of the piece.
    case blockInput
    /// The output of the layer with this position in ``BlockTemplate/steps``.
    case layer(Int)
  }

  /// A layer with what it reads.
  public struct Step: Hashable, Sendable {
    /// The operation.
    public let layer: Layer
    /// What it reads, in order.
    public let inputs: [Source]
    /// What its parameters' names start with, after the copy's own prefix; empty without any.
    public let localName: String
  }

  /// The layers in an order in which they can be computed; the last one's output is the piece's.
  public private(set) var steps: [Step] = []

  /// Creates a piece without layers.
  public init() {}

  /// Adds a layer and returns it as a source for later ones.
  /// - Precondition: the inputs are in the piece already.
  @discardableResult
  public mutating func add(
    _ layer: Layer, _ inputs: [Source], localName: String = ""
  ) -> Source {
    for case .layer(let position) in inputs {
      precondition(steps.indices.contains(position), "input \(position) of \(steps.count) layers")
    }
    steps.append(Step(layer: layer, inputs: inputs, localName: localName))
    return .layer(steps.count - 1)
  }

  /// Adds a layer with one input and returns it as a source for later ones.
  /// - Precondition: the input is in the piece already.
  @discardableResult
  public mutating func add(
    _ layer: Layer, _ input: Source, localName: String = ""
  ) -> Source {
    add(layer, [input], localName: localName)
  }
}

extension NetworkGraph {
  /// Adds a copy of a piece and returns the node that computes its output.
  /// - Throws: ``GraphError`` when a layer cannot read its inputs.
  /// - Precondition: the piece has a layer.
  @discardableResult
  mutating func add(
    _ template: BlockTemplate, _ input: NodeID, parameterPrefix: String
  ) throws -> NodeID {
    precondition(!template.steps.isEmpty, "a piece without layers")
    var copies: [NodeID] = []
    copies.reserveCapacity(template.steps.count)
    for step in template.steps {
      let inputs = step.inputs.map { source in
        switch source {
        case .blockInput: input
        case .layer(let position): copies[position]
        }
      }
      let prefix = step.localName.isEmpty ? "" : parameterPrefix + "." + step.localName
      copies.append(try add(step.layer, inputs, parameterPrefix: prefix))
    }
    return copies[copies.count - 1]
  }
}
