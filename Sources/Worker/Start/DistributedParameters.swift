internal import ByteStorage
internal import ComputePlatform
public import MessagePassing
public import Networks

/// A network's parameters on every rank of a job: read by rank zero, sent to one rank of every
/// node, and shared by the ranks of a node in one piece of memory.
public final class DistributedParameters: ParameterSource {
  /// Parameters that are not those of rank zero after their journey.
  struct Damaged: Error, CustomStringConvertible {
    let host: String
    let expected: String
    let found: String
    var description: String {
      "the model's parameters on \(host): expected the SHA-256 \(expected), found \(found)"
    }
  }

  /// Where the values are.
  private enum Storage: ~Copyable {
    case shared(NodeSharedValues<Float>)
    case own([Float])

    func read(_ range: Range<Int>, _ body: (Span<Float>) -> Void) {
      switch self {
      case .shared(let values): body(values.span.extracting(range))
      case .own(let values): body(values.span.extracting(range))
      }
    }
  }

  private var storage: Storage
  private let places: [String: (shape: [Int], range: Range<Int>)]
  private var givenBack: Set<String> = []
  /// SHA-256 of all values in the network's order, in hexadecimal; the same on all ranks.
  public let digest: String
  /// Why the ranks of this node have a copy each, on one of them; nil when they do not.
  public let sharingProblem: String?

  /// Reads and spreads the parameters. Collective.
  /// - Parameters:
  ///   - graph: the network; the same on all ranks.
  ///   - source: the parameters, held against the network; only asked on rank zero.
  /// - Throws: what reading throws, on rank zero; `MPIError`; an error that names the host when
  ///   the values arrive changed.
  /// - Complexity: memory for all values once on every node.
  public init(
    _ graph: NetworkGraph, from source: (any ParameterSource)?, over universe: Universe
  ) throws {
    var places: [String: (shape: [Int], range: Range<Int>)] = [:]
    var count = 0
    for parameter in graph.parameters {
      let range = count..<count + parameter.elementCount
      places[parameter.name] = (parameter.shape, range)
      count = range.upperBound
    }
    self.places = places
    let world = universe.world
    let node = try world.splitByNode()
    let leaders = try world.split(color: node.rank == 0 ? 0 : nil, key: world.rank)
    let write: (inout MutableSpan<Float>) throws -> Void = { values in
      if let source { try Self.read(graph, from: source, into: &values) }
      try leaders?.broadcast(&values, from: 0)
    }
    var problem: String?
    storage = try Self.store(count, over: node, &problem, write)
    sharingProblem = problem
    var digest = [UInt8](repeating: 0, count: 32)
    if world.rank == 0 || node.rank == 0 {
      var hash = SHA256()
      storage.read(0..<count) { hash.update($0) }
      digest = hash.finish()
    }
    let found = digest
    var span = digest.mutableSpan
    try world.broadcast(&span, from: 0)
    self.digest = SHA256.hexadecimal(digest)
    guard node.rank != 0 || found == digest else {
      throw Damaged(
        host: universe.hostName, expected: self.digest, found: SHA256.hexadecimal(found))
    }
    try leaders?.free()
  }

  /// Values once for the ranks of a node, or where they cannot share memory, once for each.
  private static func store(
    _ count: Int, over node: Communicator, _ problem: inout String?,
    _ write: (inout MutableSpan<Float>) throws -> Void
  ) throws -> Storage {
    // Memory that is shared by one rank alone would only be harder to get.
    if node.size > 1 {
      do {
        return .shared(try NodeSharedValues(over: node, count: count, writing: write))
      } catch let error as MPIError {
        guard case .sharedMemory = error.cause else { throw error }
        if node.rank == 0 { problem = "the model's parameters are not shared: \(error)" }
      }
    }
    var values = [Float](repeating: 0, count: count)
    var span = values.mutableSpan
    if node.rank == 0 { try write(&span) }
    try node.broadcast(&span, from: 0)
    return .own(values)
  }

  private static func read(
    _ graph: NetworkGraph, from source: any ParameterSource, into values: inout MutableSpan<Float>
  ) throws {
    var start = 0
    for parameter in graph.parameters {
      var part = values._mutatingExtracting(start..<start + parameter.elementCount)
      // Old files have no number of batches, which evaluation does not use.
      if source.shape(of: parameter.name) == nil {
        part.update(repeating: 0)
      } else {
        try source.readFloats(name: parameter.name, into: &part)
      }
      start += parameter.elementCount
    }
  }

  /// Shape of a parameter; nil when the network does not have it.
  public func shape(of name: String) -> [Int]? { places[name]?.shape }

  /// Gives the memory of a parameter back. Where ranks share it, that is in this rank's account only,
  /// until all have left it.
  public func giveBack(_ name: String) {
    guard let place = places[name], givenBack.insert(name).inserted else { return }
    storage.read(place.range) { ProcessMemory.giveBack($0) }
  }

  /// Gives all memory back: nothing is read afterwards.
  public func giveBackAll() {
    givenBack.formUnion(places.keys)
    storage = .own([])
  }

  /// Copies the values of a parameter.
  /// - Throws: `ParameterError` when they have been given back.
  /// - Precondition: the network has the parameter.
  public func readFloats(name: String, into destination: inout MutableSpan<Float>) throws {
    guard let place = places[name] else { preconditionFailure("no parameter \(name)") }
    guard !givenBack.contains(name) else {
      throw ParameterError(
        name: name, expectation: "to be read before its memory is given back", finding: "a reader")
    }
    storage.read(place.range) { values in
      for index in values.indices { destination[index] = values[index] }
    }
  }
}
