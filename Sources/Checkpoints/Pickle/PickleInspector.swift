/// Walks all that a pickle's root reaches, each value once, and checks it.
struct PickleInspector {
  private let machine: PickleMachine
  private let part: String
  private(set) var records: [TensorRecord?]
  private var states: [State]
  private var path: [Step] = []

  /// How far the walk is with a value.
  private enum State {
    case unseen
    case open
    /// Done, with this many containers below.
    case done(height: UInt8)
  }

  /// A value whose children are being walked.
  private struct Step {
    let handle: PickleHandle
    var nextChild = 0
    var height = 0
  }

  init(_ machine: PickleMachine, part: String) {
    self.machine = machine
    self.part = part
    records = Array(repeating: nil, count: machine.tensors.count)
    states = Array(repeating: .unseen, count: machine.nodes.count)
  }

  /// Checks the tree below `root`, without recursion.
  mutating func inspect(
    from root: PickleHandle,
    _ resolve: (PickleTensor, PickleStorage) throws(CheckpointError) -> TensorRecord
  ) throws(CheckpointError) {
    try enter(root, resolve)
    while var step = path.popLast() {
      if let child = child(step.nextChild, of: machine[step.handle]) {
        step.nextChild += 1
        path.append(step)
        switch states[Int(child.index)] {
        case .unseen: try enter(child, resolve)
        case .open:
          throw context().fault(
            .malformed, expected: "containers that do not hold themselves", found: "a cycle")
        case .done(let height): try noteChild(height: Int(height))
        }
      } else {
        states[Int(step.handle.index)] = .done(height: UInt8(step.height))
        if !path.isEmpty { try noteChild(height: step.height) }
      }
    }
  }

  private mutating func enter(
    _ handle: PickleHandle,
    _ resolve: (PickleTensor, PickleStorage) throws(CheckpointError) -> TensorRecord
  ) throws(CheckpointError) {
    guard path.count < CheckpointLimits.pickleDepth else { throw tooDeep() }
    states[Int(handle.index)] = .open
    switch machine[handle] {
    case .tensor(let number):
      let tensor = machine.tensors[number]
      do throws(CheckpointError) {
        let record = try resolve(tensor, machine.storages[tensor.storage])
        records[number] = record.named(path.last.flatMap(key) ?? "")
      } catch {
        throw error.naming(tensor: context().tensor)
      }
    case .dictionary(let pairs): try checkKeys(pairs)
    case .storage:
      throw context().fault(
        .malformed, expected: "tensors, containers and numbers", found: "a storage by itself")
    default: break
    }
    path.append(Step(handle: handle))
  }

  /// Takes account of a child of the last step with so many containers below it.
  private mutating func noteChild(height: Int) throws(CheckpointError) {
    let last = path.count - 1
    path[last].height = max(path[last].height, height + 1)
    guard path[last].height < CheckpointLimits.pickleDepth else { throw tooDeep() }
  }

  private func child(_ index: Int, of node: PickleNode) -> PickleHandle? {
    switch node {
    case .list(let items), .tuple(let items), .set(let items):
      return index < items.count ? items[index] : nil
    case .dictionary(let pairs):
      guard index < 2 * pairs.count else { return nil }
      return index.isMultiple(of: 2) ? pairs[index / 2].key : pairs[index / 2].value
    case .object(let global, let arguments, let state):
      let children = [global, arguments, state].compactMap { $0 }
      return index < children.count ? children[index] : nil
    default: return nil
    }
  }

  private func checkKeys(_ pairs: [PicklePair]) throws(CheckpointError) {
    var strings: Set<String> = []
    var integers: Set<Int> = []
    for pair in pairs {
      let isNew: Bool
      let name: String
      switch machine[pair.key] {
      case .string(let key):
        isNew = strings.insert(key).inserted
        name = key
      case .integer(let key):
        isNew = integers.insert(key).inserted
        name = "\(key)"
      default: continue
      }
      guard isNew else {
        throw context().fault(
          .duplicateName, expected: "each key once", found: "\(quoted(name)) again")
      }
    }
  }

  private func tooDeep() -> CheckpointError {
    FaultContext(file: machine.cursor.source.file, place: part).fault(
      .limitExceeded, expected: "at most \(CheckpointLimits.pickleDepth) containers in each other",
      found: "more")
  }

  /// The key or the index of the child that is being walked.
  ///
  /// Strings are shared, not copied: a long key above many tensors costs nothing.
  private func key(of step: Step) -> String? {
    let child = step.nextChild - 1
    switch machine[step.handle] {
    case .dictionary(let pairs):
      guard child >= 0, child / 2 < pairs.count else { return nil }
      switch machine[pairs[child / 2].key] {
      case .string(let key): return key
      case .integer(let key): return "\(key)"
      default: return "?"
      }
    case .list, .tuple, .set: return child < 0 ? nil : "\(child)"
    default: return nil
    }
  }

  /// The file and the keys that lead to the value being walked, without the one of the state dict.
  private func context() -> FaultContext {
    var keys = path.compactMap(key)
    if let first = keys.first, keys.count > 1, StateDict.keys.contains(first) {
      keys.removeFirst()
    }
    let name = keys.isEmpty ? nil : keys.joined(separator: "/")
    return FaultContext(file: machine.cursor.source.file, place: part, tensor: name)
  }
}
