// Calls and persistent identifiers: everything that names code.
extension PickleMachine {
  /// REDUCE: builds the value that a known function would return.
  mutating func reduce() throws(CheckpointError) {
    let parts = try pop(2)
    guard case .global(let number) = self[parts[0]], case .tuple(let arguments) = self[parts[1]]
    else {
      throw fault(
        .malformed, expected: "a function and a tuple of arguments",
        found: "\(self[parts[0]].kindName) and \(self[parts[1]].kindName)")
    }
    let global = globals[number]
    guard let callable = PickleCallable(global) else {
      throw fault(
        .forbidden, expected: "calls that rebuild tensors and containers",
        found: "a call of \(quoted("\(global.module).\(global.name)"))")
    }
    try call(callable, arguments, named: global.name)
  }

  private mutating func call(
    _ callable: PickleCallable, _ arguments: [PickleHandle], named name: String
  ) throws(CheckpointError) {
    switch callable {
    case .orderedDictionary where arguments.isEmpty: try push(.dictionary([]))
    case .defaultDictionary where arguments.count <= 1: try push(.dictionary([]))
    case .counter:
      guard arguments.count == 1, case .dictionary(let pairs) = self[arguments[0]] else {
        throw wrongArguments(name, arguments)
      }
      try charge(pairs.count)
      try push(.dictionary(pairs))
    case .set:
      guard arguments.count == 1, case .list(let items) = self[arguments[0]] else {
        throw wrongArguments(name, arguments)
      }
      try charge(items.count)
      try push(.set(items))
    case .bytes where arguments.isEmpty: try push(.bytes([]))
    case .encode: try encode(arguments, named: name)
    case .reconstructor:
      // Class, base class, and the base's state, which is None for `object`.
      guard arguments.count == 3, case .global = self[arguments[0]],
        case .global = self[arguments[1]], case .none = self[arguments[2]]
      else { throw wrongArguments(name, arguments) }
      try push(.object(global: arguments[0], arguments: nil, state: nil))
    case .size:
      guard arguments.count == 1, case .tuple = self[arguments[0]] else {
        throw wrongArguments(name, arguments)
      }
      push(arguments[0])
    case .parameter:
      guard arguments.count == 3, case .tensor = self[arguments[0]] else {
        throw wrongArguments(name, arguments)
      }
      push(arguments[0])
    case .tensor, .typedTensor:
      try rebuildTensor(arguments, isTyped: callable == .typedTensor, named: name)
    case .orderedDictionary, .defaultDictionary, .bytes: throw wrongArguments(name, arguments)
    }
  }

  /// Protocol 2 has no bytes: they travel as a string and a call of `_codecs.encode`.
  private mutating func encode(
    _ arguments: [PickleHandle], named name: String
  ) throws(CheckpointError) {
    guard arguments.count == 2, case .string(let text) = self[arguments[0]],
      case .string("latin1") = self[arguments[1]]
    else { throw wrongArguments(name, arguments) }
    try charge(text.utf8.count)
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard let byte = UInt8(exactly: scalar.value) else { throw wrongArguments(name, arguments) }
      bytes.append(byte)
    }
    try push(.bytes(bytes))
  }

  /// `(storage, offset, shape, strides, requires_grad, hooks, ...)`; a typed tensor has its type
  /// after the hooks.
  private mutating func rebuildTensor(
    _ arguments: [PickleHandle], isTyped: Bool, named name: String
  ) throws(CheckpointError) {
    guard arguments.count >= (isTyped ? 7 : 4), arguments.count <= 8,
      case .storage(let number) = self[arguments[0]],
      case .integer(let offset) = self[arguments[1]],
      let shape = integers(arguments[2]), let strides = integers(arguments[3])
    else { throw wrongArguments(name, arguments) }
    let type: ScalarType
    if isTyped {
      guard case .global(let dtype) = self[arguments[6]] else {
        throw wrongArguments(name, arguments)
      }
      let global = globals[dtype]
      guard global.module == "torch", let known = ScalarType(torchDtype: global.name) else {
        throw fault(
          .unknownScalarType, expected: "a dtype of real numbers",
          found: quoted("\(global.module).\(global.name)"))
      }
      type = known
    } else {
      guard let known = storages[number].scalarType else {
        throw wrongArguments(name, arguments)
      }
      type = known
    }
    try push(.tensor(tensors.count))
    tensors.append(
      PickleTensor(
        storage: number, scalarType: type, offset: offset, shape: shape, strides: strides))
  }

  /// BINPERSID: a storage, `("storage", type, key, device, count)`.
  mutating func pushStorage() throws(CheckpointError) {
    let identifier = try popOne()
    guard case .tuple(let parts) = self[identifier], parts.count == 5,
      case .string("storage") = self[parts[0]], case .global(let number) = self[parts[1]],
      case .string(let key) = self[parts[2]], case .integer(let count) = self[parts[4]]
    else {
      throw fault(
        .malformed, expected: "a storage: its type, key, device and count",
        found: "another persistent identifier")
    }
    guard count >= 0 else {
      throw fault(.invalidRange, expected: "a storage of at least 0 elements", found: "\(count)")
    }
    let global = globals[number]
    let type = global.module == "torch" ? ScalarType(torchStorage: global.name) : nil
    let isUntyped = global == PickleGlobal(module: "torch.storage", name: "UntypedStorage")
    guard type != nil || isUntyped else {
      throw fault(
        .unknownScalarType, expected: "a storage class of real numbers",
        found: quoted("\(global.module).\(global.name)"))
    }
    try push(.storage(storages.count))
    storages.append(PickleStorage(key: key, scalarType: type, count: count))
  }

  private func integers(_ handle: PickleHandle) -> [Int]? {
    guard case .tuple(let items) = self[handle], items.count <= 2 * CheckpointLimits.rank else {
      return nil
    }
    var values: [Int] = []
    for item in items {
      guard case .integer(let value) = self[item] else { return nil }
      values.append(value)
    }
    return values
  }

  private func wrongArguments(_ name: String, _ arguments: [PickleHandle]) -> CheckpointError {
    let kinds = arguments.prefix(8).map { self[$0].kindName }.joined(separator: ", ")
    return fault(
      .malformed, expected: "arguments that \(quoted(name)) takes", found: "(\(kinds))")
  }
}
