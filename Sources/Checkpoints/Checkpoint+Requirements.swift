// What a loader asks before it reads.
extension Checkpoint {
  /// The tensor that a model needs.
  /// - Throws: `missing` if there is none of this name, `mismatch` if its shape or scalar type is
  ///   another; the error names the tensor, what was expected, and what was found.
  public func require(
    _ name: String, shape: [Int], scalarTypes: Set<ScalarType> = [.float32]
  ) throws(CheckpointError) -> TensorRecord {
    guard let record = self[name] else {
      throw CheckpointError(
        .missing, file: file, tensor: name, expected: "a tensor of shape \(shape)",
        found: "none of this name among \(tensors.count)")
    }
    guard record.shape == shape else {
      throw CheckpointError(
        .mismatch, file: file, tensor: name, expected: "shape \(shape)",
        found: "shape \(record.shape)")
    }
    guard scalarTypes.contains(record.scalarType) else {
      let names = scalarTypes.map(\.rawValue).sorted().joined(separator: " or ")
      throw CheckpointError(
        .mismatch, file: file, tensor: name, expected: names, found: record.scalarType.rawValue)
    }
    return record
  }

  /// The names of tensors that a model does not know, in stored order.
  /// - Complexity: O(tensors).
  public func unexpectedNames(besides expected: Set<String>) -> [String] {
    tensors.map(\.name).filter { !expected.contains($0) }
  }
}
