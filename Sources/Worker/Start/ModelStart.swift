internal import ByteStorage
internal import Checkpoints
public import DeepLearningPrimitives
public import Jobs
public import MessagePassing
public import Networks

/// The model of a job on every rank: rank zero reads what it is made of, all build the same.
public final class ModelStart {
  /// The network.
  public let graph: NetworkGraph
  /// Its parameters, in the forms that plans ask for.
  public let weights: NetworkWeights
  /// SHA-256 of all parameters, in hexadecimal.
  public let digest: String
  /// SHA-256 of the network's layers and connections, in hexadecimal.
  public let networkDigest: String
  /// Its parameters as they were read.
  public let parameters: DistributedParameters
  /// The engine that its plans run on.
  public let engine: Engine
  /// Why ranks of this node have copies of their own of what they could share; told by one of them.
  public private(set) var sharingProblems: [String] = []

  /// Reads the model on rank zero and spreads it. Collective.
  /// - Throws: ``Agreement/Refusal`` for files that cannot be used; `MPIError`; `DNNError`.
  public init(_ selection: ModelSelection, over universe: Universe) throws {
    let agreement = Agreement(universe)
    var checkpoint: Checkpoint?
    let bytes = try agreement.onRankZero {
      if case .checkpoint(let path) = selection.weights {
        checkpoint = try Checkpoint(path: path)
      }
      return try Blueprint(selection, checkpoint).bytes
    }
    let blueprint = try Blueprint(bytes)
    let (graph, layout) = try agreement.everywhere {
      let description = try selection.description(
        prototxt: blueprint.prototxt, parameterShapes: blueprint.parameterShapes)
      return (try description.graph(), description.layout)
    }
    self.graph = graph
    var hash = SHA256()
    hash.update(Array("\(graph)".utf8))
    networkDigest = SHA256.hexadecimal(hash.finish())
    var source: (any ParameterSource)?
    _ = try agreement.onRankZero {
      switch selection.weights {
      case .seed(let seed): source = InitialWeights(for: graph, seed: seed)
      case .checkpoint:
        source = try checkpoint.map { try CheckpointParameters($0, for: graph, layout: layout) }
      }
      return []
    }
    parameters = try DistributedParameters(graph, from: source, over: universe)
    digest = parameters.digest
    engine = try Engine()
    weights = NetworkWeights(parameters, engine: engine)
    if let problem = parameters.sharingProblem { sharingProblems.append(problem) }
  }

  /// Has the weights that plans are going to read arranged once for the ranks of a node. Collective.
  /// - Parameter drafts: of this rank's plans; none on a rank that computes nothing.
  /// - Throws: as ``WeightSharing/share(_:for:)``.
  public func shareWeights(for drafts: [PlanDraft], over universe: Universe) throws {
    let problem = try WeightSharing(universe).share(weights, for: drafts)
    if let problem { sharingProblems.append(problem) }
  }
}

/// What every rank needs to know of the files that only rank zero reads.
private struct Blueprint {
  var prototxt: String?
  var parameterShapes: [String: [Int]]?

  init(_ selection: ModelSelection, _ checkpoint: Checkpoint?) throws {
    prototxt = try selection.prototxtPath.map { path in
      do {
        guard let text = String(validating: try WholeFile.read(path), as: UTF8.self) else {
          throw UnreadableText(path: path, reason: "bytes that are none")
        }
        return text
      } catch let error as FileError {
        throw UnreadableText(path: path, reason: error.reason)
      }
    }
    parameterShapes = checkpoint.map { checkpoint in
      // What a trainer stores beside the parameters is no part of the model.
      let tensors = checkpoint.tensors.filter {
        !$0.name.hasPrefix(CheckpointParameters.trainingPrefix)
      }
      return Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0.shape) })
    }
  }

  var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.append(UInt8(prototxt == nil ? 0 : 1))
    writer.append(prototxt ?? "")
    writer.append(UInt8(parameterShapes == nil ? 0 : 1))
    let shapes = (parameterShapes ?? [:]).sorted { $0.key < $1.key }
    writer.append(compact: UInt64(shapes.count))
    for (name, shape) in shapes {
      writer.append(name)
      writer.append(compact: UInt64(shape.count))
      for extent in shape { writer.append(Int64(extent)) }
    }
    return writer.bytes
  }

  init(_ bytes: [UInt8]) throws {
    var reader = ByteReader(bytes)
    let hasText = try reader.read(UInt8.self) == 1
    let text = try reader.readText()
    prototxt = hasText ? text : nil
    let hasShapes = try reader.read(UInt8.self) == 1
    var shapes: [String: [Int]] = [:]
    for _ in 0..<(try reader.readCount(stride: 2)) {
      let name = try reader.readText()
      var shape: [Int] = []
      for _ in 0..<(try reader.readCount(stride: 8)) {
        shape.append(Int(try reader.read(Int64.self)))
      }
      shapes[name] = shape
    }
    parameterShapes = hasShapes ? shapes : nil
  }
}

/// A text file that cannot be read.
private struct UnreadableText: Error, CustomStringConvertible {
  let path: String
  let reason: String
  var description: String { "\(path): expected a text in UTF-8, found: \(reason)" }
}
