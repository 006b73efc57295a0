/// A value in a PyTorch checkpoint: numbers, strings, containers, tensors, and inert objects.
///
/// A view into the checkpoint's values, one level at a time. Nothing holds itself, and nesting is
/// bounded, but parts may be shared: a walk of the whole tree meets them as often as they are
/// referred to, which a hostile file can make exponentially often.
public struct PickleValue: Sendable {
  let document: PickleDocument
  let handle: PickleHandle

  /// What a value is, with the values inside it.
  public enum Content: Sendable {
    /// Python's `None`.
    case none
    /// A truth value.
    case bool(Bool)
    /// An integer.
    case integer(Int)
    /// A 64-bit float.
    case double(Double)
    /// A string.
    case string(String)
    /// Bytes.
    case bytes([UInt8])
    /// A list.
    case list([PickleValue])
    /// A tuple.
    case tuple([PickleValue])
    /// A set, in stored order, members possibly repeated.
    case set([PickleValue])
    /// A dictionary in stored order; no string or integer is a key twice.
    case dictionary([Entry])
    /// The name of a class or function.
    case global(module: String, name: String)
    /// A tensor; its record's name is the last key that leads to it.
    case tensor(TensorRecord)
    /// An instance of some class, inert.
    case object(PickleObject)
  }

  /// A key of a dictionary and its value.
  public struct Entry: Sendable {
    /// The key.
    public let key: PickleValue
    /// The value.
    public let value: PickleValue
  }

  /// The value.
  /// - Complexity: O(n) for a container of n values.
  public var content: Content {
    switch node {
    case .none: .none
    case .bool(let value): .bool(value)
    case .integer(let value): .integer(value)
    case .double(let value): .double(value)
    case .string(let value): .string(value)
    case .bytes(let value): .bytes(value)
    case .list(let items): .list(items.map(value))
    case .tuple(let items): .tuple(items.map(value))
    case .set(let items): .set(items.map(value))
    case .dictionary(let pairs):
      .dictionary(pairs.map { Entry(key: value($0.key), value: value($0.value)) })
    case .global(let number):
      .global(module: document.globals[number].module, name: document.globals[number].name)
    case .tensor(let number): document.records[number].map(Content.tensor) ?? .none
    // The document holds no storages outside tensors.
    case .storage: .none
    case .object: object.map(Content.object) ?? .none
    }
  }

  /// The value under a string in a dictionary; nil for other keys and other values.
  /// - Complexity: O(n) for n keys.
  public subscript(key: String) -> PickleValue? {
    guard case .dictionary(let pairs) = node else { return nil }
    let pair = pairs.first {
      if case .string(key) = document.nodes[Int($0.key.index)] { true } else { false }
    }
    return pair.map { value($0.value) }
  }

  /// The value under an integer in a dictionary, such as a parameter's number in an optimizer's
  /// state; nil for other keys and other values.
  /// - Complexity: O(n) for n keys.
  public subscript(key: Int) -> PickleValue? {
    guard case .dictionary(let pairs) = node else { return nil }
    let pair = pairs.first {
      if case .integer(key) = document.nodes[Int($0.key.index)] { true } else { false }
    }
    return pair.map { value($0.value) }
  }

  /// The integer, if the value is one.
  public var integer: Int? { if case .integer(let value) = node { value } else { nil } }

  /// The float, if the value is one.
  public var double: Double? { if case .double(let value) = node { value } else { nil } }

  /// The string, if the value is one.
  public var string: String? { if case .string(let value) = node { value } else { nil } }

  /// The members of a list, a tuple or a set; nil for anything else.
  public var elements: [PickleValue]? {
    switch node {
    case .list(let items), .tuple(let items), .set(let items): items.map(value)
    default: nil
    }
  }

  /// The tensor, if the value is one.
  public var tensor: TensorRecord? {
    if case .tensor(let number) = node { document.records[number] } else { nil }
  }

  /// The instance, if the value is one.
  public var object: PickleObject? {
    guard case .object(let type, let arguments, let state) = node,
      case .global(let number) = document.nodes[Int(type.index)]
    else { return nil }
    let global = document.globals[number]
    return PickleObject(
      module: global.module, name: global.name, arguments: arguments.map(value),
      state: state.map(value))
  }

  /// What the value is, for messages.
  var kindName: String { node.kindName }

  /// The value itself.
  var node: PickleNode { document.nodes[Int(handle.index)] }

  private func value(_ handle: PickleHandle) -> PickleValue {
    PickleValue(document: document, handle: handle)
  }
}
