public import Checkpoints

/// A checkpoint as a source of a network's parameters, held against the network when it is made.
///
/// Parameters are named as in the published PyTorch modules, so their checkpoints load as they are.
public struct CheckpointParameters: ParameterSource {
  /// What names of tensors begin with that a trainer stores beside the parameters.
  public static let trainingPrefix = "training/"

  private let checkpoint: Checkpoint

  /// Checks that a checkpoint has every tensor of a network, in its shape, and nothing else, and
  /// that the layout stored in it, if there is one, is the requested one. A trainer's own tensors
  /// are let through.
  ///
  /// A missing `num_batches_tracked`, as old files have it, is let through: evaluation does not use
  /// it.
  /// - Throws: `CheckpointError` naming file, tensor, expectation and finding; ``ModelError`` when
  ///   the layouts differ or the file has tensors that no layer takes.
  public init(_ checkpoint: Checkpoint, for graph: NetworkGraph, layout: TreeLayout?) throws {
    let parameters = graph.parameters
    for parameter in parameters {
      if parameter.role == .batchCount {
        guard checkpoint[parameter.name] != nil else { continue }
        _ = try checkpoint.require(parameter.name, shape: [], scalarTypes: [.int64])
      } else {
        _ = try checkpoint.require(parameter.name, shape: parameter.shape)
      }
    }
    let unexpected = checkpoint.unexpectedNames(besides: Set(parameters.map(\.name)))
      .filter { !$0.hasPrefix(Self.trainingPrefix) }
    if let first = unexpected.first {
      throw ModelError(
        part: checkpoint.file, expectation: "only tensors of this network",
        finding: "\(first)" + (unexpected.count > 1 ? " and \(unexpected.count - 1) more" : ""))
    }
    if let layout, let stored = checkpoint.layout {
      let found = try TreeLayout(stored.blocks.map { block in block.map { TaskSet($0) } })
      guard found == layout else {
        throw ModelError(
          part: "layout stored in \(checkpoint.file)", expectation: "\(layout)",
          finding: "\(found)")
      }
    }
    self.checkpoint = checkpoint
  }

  /// Shape of a tensor; nil when the checkpoint does not have it.
  public func shape(of name: String) -> [Int]? { checkpoint[name]?.shape }

  /// Reads a tensor from the file.
  /// - Throws: `CheckpointError` when the file is damaged there.
  public func readFloats(name: String, into destination: inout MutableSpan<Float>) throws {
    guard let record = checkpoint[name] else { preconditionFailure("no tensor \(name)") }
    if record.scalarType == .int64 {
      destination[0] = Float(try checkpoint.readInteger(record))
    } else {
      try checkpoint.read(record, into: &destination)
    }
  }
}
