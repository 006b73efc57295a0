/// The number of a value that a pickle made.
///
/// Values refer to each other by number, not by reference: shared values cost nothing, a cycle is no
/// leak, and freeing a deep nesting does not recurse.
struct PickleHandle: Hashable {
  let index: Int32
}

/// A value that a pickle made.
enum PickleNode {
  case none
  case bool(Bool)
  case integer(Int)
  case double(Double)
  case string(String)
  case bytes([UInt8])
  case list([PickleHandle])
  case tuple([PickleHandle])
  case set([PickleHandle])
  case dictionary([PicklePair])
  /// A class or function, by number in the table of their names.
  case global(Int)
  /// A storage, by number in the table of storages.
  case storage(Int)
  /// A tensor, by number in the table of tensors.
  case tensor(Int)
  /// An instance of a class that is not known, kept as it is.
  case object(global: PickleHandle, arguments: PickleHandle?, state: PickleHandle?)

  /// What the value is, for messages.
  var kindName: String {
    switch self {
    case .none: "None"
    case .bool: "a boolean"
    case .integer: "an integer"
    case .double: "a float"
    case .string: "a string"
    case .bytes: "bytes"
    case .list: "a list"
    case .tuple: "a tuple"
    case .set: "a set"
    case .dictionary: "a dictionary"
    case .global: "a class or function"
    case .storage: "a storage"
    case .tensor: "a tensor"
    case .object: "an object"
    }
  }
}

/// A key of a dictionary and its value.
struct PicklePair {
  let key: PickleHandle
  let value: PickleHandle
}

/// The name of a class or function. It is compared, never looked up.
struct PickleGlobal: Hashable {
  let module: String
  let name: String
}

/// A storage that a pickle refers to: an entry of the archive.
struct PickleStorage {
  /// The entry's name below `data/`.
  let key: String
  /// The type of the elements; nil for a storage of bytes.
  let scalarType: ScalarType?
  /// Elements, or bytes if there is no type.
  let count: Int
}

/// A tensor as a pickle describes it, not yet compared with the archive.
struct PickleTensor {
  let storage: Int
  let scalarType: ScalarType
  /// Elements before the first.
  let offset: Int
  let shape: [Int]
  let strides: [Int]
}
