/// Everything that a pickle made, checked to be a finite tree with shared parts.
///
/// No container holds itself, nesting is bounded, no dictionary has a string or an integer twice as
/// a key, and every tensor lies inside its storage. Shared parts count once here, but as often as
/// they are referred to for whoever walks the whole tree: bound such walks.
final class PickleDocument: Sendable {
  let nodes: [PickleNode]
  let globals: [PickleGlobal]
  /// By tensor number; nil for tensors that the root does not reach.
  let records: [TensorRecord?]
  let root: PickleHandle
  /// Instructions that the pickle took.
  let operationCount: Int

  /// Reads a pickle; `resolve` finds a tensor's bytes.
  /// - Complexity: O(length of the pickle), without the calls of `resolve`, one per tensor.
  init(
    reading source: CheckpointBytes, range: Range<Int>, name: String,
    resolve: (PickleTensor, PickleStorage) throws(CheckpointError) -> TensorRecord
  ) throws(CheckpointError) {
    var machine = try PickleMachine(source, range: range, name: name)
    root = try machine.run()
    var inspector = PickleInspector(machine, part: name)
    try inspector.inspect(from: root, resolve)
    nodes = machine.nodes
    globals = machine.globals
    records = inspector.records
    operationCount = machine.operationCount
  }

  /// The whole.
  var value: PickleValue { PickleValue(document: self, handle: root) }
}
