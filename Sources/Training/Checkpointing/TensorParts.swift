internal import ByteStorage
internal import Checkpoints

/// The tensors of a file before they are written: their declarations, and their values on demand.
struct TensorParts {
  /// The values of a tensor.
  private enum Values {
    /// Numbers, copied when they are needed.
    case floats(() -> [Float])
    /// A count.
    case count(Int64)
  }

  private var parts: [(declaration: TensorDeclaration, values: Values)] = []

  /// Adds a tensor of numbers.
  mutating func add(_ name: String, shape: [Int], _ values: @escaping () -> [Float]) {
    parts.append((TensorDeclaration(name: name, shape: shape), .floats(values)))
  }

  /// Adds a count.
  mutating func add(_ name: String, count: Int64) {
    parts.append((TensorDeclaration(name: name, scalarType: .int64, shape: []), .count(count)))
  }

  /// Writes them, in the order in which they were added, to a file that is whole or not there.
  /// - Parameter record: kept with the file, and in its digest.
  /// - Throws: `CheckpointError`.
  /// - Complexity: O(values), twice; memory for the largest tensor.
  func write(to path: String, record: String?) throws(CheckpointError) {
    var metadata = [TensorDigest.key: digest(record)]
    metadata[TrainingRecord.key] = record
    var writer = try SafetensorsWriter(
      path: path, tensors: parts.map(\.declaration), metadata: metadata)
    for part in parts {
      switch part.values {
      case .floats(let values):
        let values = values()
        try writer.write(values.span)
      case .count(let count):
        let values = [count]
        try writer.write(values.span)
      }
    }
    try writer.commit()
  }

  private func digest(_ record: String?) -> String {
    var digest = TensorDigest(record: record)
    for part in parts {
      switch part.values {
      case .floats(let values): digest.add(values())
      case .count(let count): digest.add(count)
      }
    }
    return digest.finish()
  }
}
