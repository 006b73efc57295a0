/// A layer description as a list of layers that know which layers they read.
struct NetworkDescription {
  /// A layer with what it reads.
  struct Node {
    let layer: Layer
    /// Earlier nodes; empty for the first layer, which reads the image.
    let inputs: [Int]
    /// Whether the layer alone makes a block: batch norm counts as a part of its convolution.
    let hasOwnWeights: Bool
  }

  /// What the text may call the image.
  static let imageNames = ["data", "blob1"]

  /// Channels of the image.
  let inputChannels: Int
  /// The layers in the order of the text.
  private(set) var nodes: [Node] = []

  /// Reads a description.
  /// - Throws: ``PrototxtError``.
  init(parsing text: String, file: String) throws {
    var reader = MessageReader(
      try TextFormatParser.parse(text, file: file), kind: "the description", file: file)
    reader.ignore("name", "input", "force_backward", "debug_info")
    let extents = try reader.fields("input_dim").map {
      try reader.integer($0, in: 1...ModelLimits.channels)
    }
    guard extents.count == 4 else {
      throw reader.failure(
        "four \"input_dim\": batch, channels, height, width", "\(extents.count)",
        at: reader.position)
    }
    inputChannels = extents[1]
    let layers = reader.fields("layer")
    try reader.finish()
    guard (1...ModelLimits.layers).contains(layers.count) else {
      throw reader.failure(
        "from 1 to \(ModelLimits.layers) layers", "\(layers.count)", at: reader.position)
    }
    var builder = Builder(inputChannels: inputChannels, reader: reader)
    for layer in layers { try builder.add(LayerDescription(try reader.reader(of: layer))) }
    nodes = try builder.finish()
  }
}

/// Connects layers by the names of their outputs and checks that they fit.
private struct Builder {
  private var nodes: [NetworkDescription.Node] = []
  private var descriptions: [LayerDescription] = []
  /// The latest layer whose output has a name.
  private var latest: [String: Int] = [:]
  /// How many layers read a layer's output.
  private var readerCounts: [Int] = []
  /// Whether a layer's output is one pixel.
  private var isPixel: [Bool] = []
  /// The same network, to find channels and have them checked.
  private var graph: NetworkGraph
  private let reader: MessageReader

  init(inputChannels: Int, reader: MessageReader) {
    graph = NetworkGraph(inputChannels: inputChannels)
    self.reader = reader
  }

  mutating func add(_ description: LayerDescription) throws {
    let inputs = try inputs(of: description)
    let graphInputs = inputs.isEmpty ? [graph.input] : inputs.map { $0 + 1 }
    let channels = graph.channels(of: graphInputs[0])
    let layer: Layer
    var isOnePixel = !inputs.isEmpty && inputs.allSatisfy { isPixel[$0] }
    switch description.operation {
    case .convolution(var convolution):
      convolution.inputChannels = channels
      layer = .convolution(convolution)
      isOnePixel = false
    case .batchNorm(let epsilon, let momentum, let isAffine):
      layer = .batchNorm(
        BatchNorm(channels: channels, epsilon: epsilon, momentum: momentum, isAffine: isAffine))
    case .relu: layer = .relu
    case .pooling(let pooling):
      layer = pooling
      isOnePixel = pooling == .globalAveragePool || pooling == .globalMaxPool
    case .sum: layer = .add
    case .dropout(let probability): layer = .dropout(probability: probability)
    case .innerProduct(let outputs, let hasBias):
      guard isOnePixel else {
        throw failure(
          "an input that global pooling has made one pixel", "an image", description)
      }
      layer = .linear(Linear(channels, outputs, hasBias: hasBias))
    }
    do {
      try graph.add(layer, graphInputs)
    } catch let error as GraphError {
      throw failure(error.expectation, error.finding, description)
    }
    for input in Set(inputs) { readerCounts[input] += 1 }
    latest[description.top] = nodes.count
    isPixel.append(isOnePixel)
    readerCounts.append(0)
    descriptions.append(description)
    nodes.append(
      NetworkDescription.Node(layer: layer, inputs: inputs, hasOwnWeights: layer.hasOwnWeights))
  }

  /// Checks what can be known at the end only.
  func finish() throws -> [NetworkDescription.Node] {
    for (index, description) in descriptions.enumerated() {
      if index < nodes.count - 1, readerCounts[index] == 0 {
        throw failure("a later layer that reads its output", "none", description)
      }
      // The published reader changes the output of the layer before in its place, so that other
      // layers would read the changed values.
      if case .relu(isInPlace: true) = description.operation, let input = nodes[index].inputs.first,
        readerCounts[input] > 1
      {
        throw failure(
          "no other layer that reads its input, as it works in place",
          "\(readerCounts[input] - 1)", description)
      }
    }
    return nodes
  }

  /// The layers that a layer reads; none for the first, which reads the image.
  private func inputs(of description: LayerDescription) throws -> [Int] {
    guard !nodes.isEmpty else {
      let bottom = description.bottoms[0]
      guard description.bottoms.count == 1, NetworkDescription.imageNames.contains(bottom.name)
      else {
        throw reader.failure(
          "\"data\" or \"blob1\" as what the first layer reads", "\"\(bottom.name)\"",
          at: bottom.position)
      }
      switch description.operation {
      case .convolution: return []
      default:
        throw failure("a convolution as the first layer", "another layer", description)
      }
    }
    return try description.bottoms.map { bottom in
      guard !NetworkDescription.imageNames.contains(bottom.name) else {
        throw reader.failure(
          "the output of a layer: only the first layer reads the image", "\"\(bottom.name)\"",
          at: bottom.position)
      }
      guard let node = latest[bottom.name] else {
        throw reader.failure(
          "the output of an earlier layer", "no \"\(bottom.name)\"", at: bottom.position)
      }
      return node
    }
  }

  private func failure(
    _ expectation: String, _ finding: String, _ description: LayerDescription
  ) -> PrototxtError {
    reader.failure(
      "layer \"\(description.name)\": \(expectation)", finding, at: description.position)
  }
}

extension Layer {
  fileprivate var hasOwnWeights: Bool {
    switch self {
    case .convolution, .linear: true
    default: false
    }
  }
}
