internal import ByteStorage
internal import Checkpoints

/// A digest of all values of a file that a trainer wrote. Safetensors has no checksums, and training
/// that goes on from damaged numbers would not show it.
struct TensorDigest {
  /// The key of the metadata with the digest.
  static let key = "equipoise.digest"

  private var hash = SHA256()

  /// Begins with the record that is kept with the tensors, if there is one.
  init(record: String?) { hash.update(Array((record ?? "").utf8)) }

  /// Takes in the values of a tensor.
  mutating func add(_ values: [Float]) { hash.update(values) }

  /// Takes in a count.
  mutating func add(_ count: Int64) { hash.update([count]) }

  /// SHA-256 of everything, in hexadecimal.
  consuming func finish() -> String { SHA256.hexadecimal(hash.finish()) }

  /// Holds a file against the digest that it has.
  /// - Throws: ``TrainingError`` naming the file when it has none or another; `CheckpointError`.
  /// - Complexity: O(values).
  static func check(_ checkpoint: Checkpoint) throws {
    let expected = checkpoint.metadata[key]
    var digest = TensorDigest(record: checkpoint.metadata[TrainingRecord.key])
    for tensor in checkpoint.tensors {
      if tensor.scalarType == .int64 {
        digest.add(try checkpoint.readInteger(tensor))
      } else {
        var values = [Float](repeating: 0, count: tensor.elementCount)
        var span = values.mutableSpan
        try checkpoint.read(tensor, into: &span)
        digest.add(values)
      }
    }
    let found = digest.finish()
    guard found == expected else {
      throw TrainingError(
        checkpoint.file, expected: "values of the digest \(expected ?? "that it has to have")",
        found: found)
    }
  }
}
