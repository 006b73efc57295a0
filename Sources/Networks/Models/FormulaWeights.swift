/// The formula that gives the reference networks too large for a file their weights.
///
/// Values are uniform between bounds that follow from the parameter's role: convolutions
/// +-g sqrt(6 / fan-in) with a gain g for each kind, their biases +-0.1, batch norms 0.5...1.5 with
/// shifts +-0.2, running means +-0.3, running variances 0.5...2, batch counts 0.
public struct FormulaWeights: ParameterSource, Sendable {
  /// Factors of the convolutions' bounds, by kind.
  public struct Gains: Hashable, Sendable {
    /// The 7x7 convolution of the seed.
    public var seed: Double
    /// The first 3x3 convolution of a residual block.
    public var blockFirst: Double
    /// The second 3x3 convolution of a residual block.
    public var blockSecond: Double
    /// The 1x1 convolution of a shortcut.
    public var projection: Double
    /// The three convolutions of a head's branch.
    public var head: [Double]

    /// The gains of the reference files.
    public static let reference = Gains(
      seed: 1.0 / 64, blockFirst: 0.7, blockSecond: 0.35, projection: 0.7, head: [0.8, 1, 1.5])

    /// Creates gains.
    /// - Precondition: three gains of the head.
    public init(
      seed: Double, blockFirst: Double, blockSecond: Double, projection: Double, head: [Double]
    ) {
      precondition(head.count == 3, "\(head.count) gains for three convolutions of a branch")
      self.seed = seed
      self.blockFirst = blockFirst
      self.blockSecond = blockSecond
      self.projection = projection
      self.head = head
    }

    /// Creates gains from a file's names: `seed`, `block.conv1`, `block.conv2`, `ds`, `head.conv1`,
    /// `head.conv2`, `head.conv3`.
    /// - Throws: ``ModelError`` when one is missing, unknown or not finite.
    public init(_ named: [String: Double]) throws {
      let names = [
        "seed", "block.conv1", "block.conv2", "ds", "head.conv1", "head.conv2", "head.conv3",
      ]
      if let unknown = named.keys.sorted().first(where: { !names.contains($0) }) {
        throw ModelError(
          part: "gains of the weight formula", expectation: names.joined(separator: ", "),
          finding: "\"\(unknown)\"")
      }
      let values = try names.map { name in
        guard let value = named[name], value.isFinite else {
          throw ModelError(
            part: "gains of the weight formula", expectation: "a finite \"\(name)\"",
            finding: named[name].map { "\($0)" } ?? "none")
        }
        return value
      }
      self.init(
        seed: values[0], blockFirst: values[1], blockSecond: values[2], projection: values[3],
        head: Array(values[4...]))
    }
  }

  private struct Entry: Sendable {
    let shape: [Int]
    let bounds: (low: Double, high: Double)
  }

  private let entries: [String: Entry]

  /// Finds the bounds of a network's parameters.
  /// - Throws: ``ModelError`` when the network has a parameter that the formula does not know, as
  ///   every network but ``ResNet34DeepLab`` with names of ``ParameterNaming/residualBlock`` has.
  public init(for graph: NetworkGraph, gains: Gains = .reference) throws {
    var entries: [String: Entry] = [:]
    for parameter in graph.parameters {
      entries[parameter.name] = Entry(
        shape: parameter.shape, bounds: try Self.bounds(of: parameter, gains: gains))
    }
    self.entries = entries
  }

  /// Shape of a parameter; nil when the network does not have it.
  public func shape(of name: String) -> [Int]? { entries[name]?.shape }

  /// Computes the values of a parameter.
  /// - Precondition: the network has the parameter.
  public func readFloats(name: String, into destination: inout MutableSpan<Float>) {
    guard let entry = entries[name] else { preconditionFailure("no parameter \(name)") }
    NamedUniform(name: name).fill(&destination, from: entry.bounds.low, to: entry.bounds.high)
  }

  private static func bounds(
    of parameter: NetworkGraph.Parameter, gains: Gains
  ) throws -> (low: Double, high: Double) {
    switch parameter.role {
    case .weight:
      let fanIn = parameter.shape.dropFirst().reduce(1, *)
      let bound = (6 / Double(fanIn)).squareRoot() * (try gain(of: parameter.name, gains))
      return (-bound, bound)
    case .bias: return (-0.1, 0.1)
    case .scale: return (0.5, 1.5)
    case .shift: return (-0.2, 0.2)
    case .runningMean: return (-0.3, 0.3)
    case .runningVariance: return (0.5, 2)
    case .batchCount: return (0, 0)
    }
  }

  private static func gain(of name: String, _ gains: Gains) throws -> Double {
    let kinds = [
      (".residual_block.0.weight", gains.seed),
      (".residual_block.block.conv1.weight", gains.blockFirst),
      (".residual_block.block.conv2.weight", gains.blockSecond),
      (".residual_block.ds.0.weight", gains.projection),
    ]
    if name.hasPrefix("backbone."), let kind = kinds.first(where: { name.hasSuffix($0.0) }) {
      return kind.1
    }
    if name.hasPrefix("heads."),
      let branch = (0..<3).first(where: { name.hasSuffix(".conv\($0 + 1).weight") })
    {
      return gains.head[branch]
    }
    throw ModelError(
      part: name, expectation: "a kind of weight that the formula knows", finding: "none")
  }
}
