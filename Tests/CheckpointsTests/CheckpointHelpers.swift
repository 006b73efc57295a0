import Checkpoints
import Testing

extension Checkpoint {
  /// All values of the tensor of this name, in row-major order.
  func floats(
    _ name: String, converting converted: Set<ScalarType> = []
  ) throws -> [Float] {
    try floats(#require(self[name]), converting: converted)
  }

  /// All values of a tensor, in row-major order.
  func floats(_ record: TensorRecord, converting converted: Set<ScalarType> = []) throws -> [Float]
  {
    var values = [Float](repeating: -1, count: record.elementCount)
    var span = values.mutableSpan
    try read(record, into: &span, converting: converted)
    return values
  }
}

/// The error that `body` throws, which must be a `CheckpointError`.
func checkpointError(
  sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) -> CheckpointError? {
  #expect(throws: CheckpointError.self, sourceLocation: sourceLocation, performing: body)
}
