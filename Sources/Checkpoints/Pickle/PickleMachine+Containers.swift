// Lists, sets, dictionaries and objects.
extension PickleMachine {
  /// APPEND, APPENDS: adds to the list on the stack.
  mutating func append(_ items: [PickleHandle]) throws(CheckpointError) {
    let handle = try top()
    guard case .list(var list) = self[handle] else { throw wrongTop("a list", handle) }
    try charge(items.count)
    // The node lets go of the array, so that it grows in place.
    self[handle] = .none
    list.append(contentsOf: items)
    self[handle] = .list(list)
  }

  /// ADDITEMS: adds to the set on the stack.
  mutating func insert(_ items: [PickleHandle]) throws(CheckpointError) {
    let handle = try top()
    guard case .set(var set) = self[handle] else { throw wrongTop("a set", handle) }
    try charge(items.count)
    self[handle] = .none
    set.append(contentsOf: items)
    self[handle] = .set(set)
  }

  /// SETITEM, SETITEMS: adds keys and values in turn to the dictionary on the stack.
  mutating func setItems(_ items: [PickleHandle]) throws(CheckpointError) {
    let handle = try top()
    guard case .dictionary(var pairs) = self[handle] else {
      throw wrongTop("a dictionary", handle)
    }
    guard items.count.isMultiple(of: 2) else {
      throw fault(.malformed, expected: "a value for each key", found: "\(items.count) items")
    }
    try charge(items.count)
    self[handle] = .none
    for index in stride(from: 0, to: items.count, by: 2) {
      pairs.append(PicklePair(key: items[index], value: items[index + 1]))
    }
    self[handle] = .dictionary(pairs)
  }

  /// GLOBAL: a class or function by module and name.
  mutating func pushGlobal() throws(CheckpointError) {
    let module = try cursor.takeLine("a module's name")
    let name = try cursor.takeLine("a name")
    try pushGlobal(PickleGlobal(module: module, name: name))
  }

  /// STACK_GLOBAL: the same, with the names on the stack.
  mutating func pushStackGlobal() throws(CheckpointError) {
    let names = try pop(2)
    guard case .string(let module) = self[names[0]], case .string(let name) = self[names[1]] else {
      throw fault(
        .malformed, expected: "a module and a name",
        found: "\(self[names[0]].kindName) and \(self[names[1]].kindName)")
    }
    try pushGlobal(PickleGlobal(module: module, name: name))
  }

  private mutating func pushGlobal(_ global: PickleGlobal) throws(CheckpointError) {
    try push(.global(globals.count))
    globals.append(global)
  }

  /// NEWOBJ: an instance, kept as an inert record.
  mutating func makeObject() throws(CheckpointError) {
    let parts = try pop(2)
    guard case .global = self[parts[0]], case .tuple = self[parts[1]] else {
      throw fault(
        .malformed, expected: "a class and a tuple of arguments",
        found: "\(self[parts[0]].kindName) and \(self[parts[1]].kindName)")
    }
    try push(.object(global: parts[0], arguments: parts[1], state: nil))
  }

  /// BUILD: gives an instance its state.
  mutating func build() throws(CheckpointError) {
    let state = try popOne()
    let handle = try top()
    switch self[handle] {
    case .object(let global, let arguments, nil):
      self[handle] = .object(global: global, arguments: arguments, state: state)
    case .dictionary:
      // The `_metadata` attribute of a state dict: versions of module classes, not used here.
      break
    default: throw wrongTop("an object without state or an ordered dictionary", handle)
    }
  }

  private func wrongTop(_ expected: String, _ handle: PickleHandle) -> CheckpointError {
    fault(.malformed, expected: "\(expected) on the stack", found: self[handle].kindName)
  }
}
