/// Instructions of a pickle, to be put together by hand.
public struct PickleCode: Sendable {
  /// The bytes.
  public var bytes: [UInt8]

  /// Code of these bytes.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The code of all parts, one after the other.
  public init(_ parts: PickleCode...) { bytes = parts.flatMap(\.bytes) }

  /// A whole pickle of protocol 2 that leaves the value of `parts`.
  public static func pickle(_ parts: PickleCode...) -> [UInt8] {
    [0x80, 2] + parts.flatMap(\.bytes) + [0x2E]
  }

  /// `count` times this code.
  public func repeated(_ count: Int) -> PickleCode {
    PickleCode([[UInt8]](repeating: bytes, count: count).flatMap { $0 })
  }

  /// MARK.
  public static let mark = PickleCode([0x28])
  /// TUPLE.
  public static let tuple = PickleCode([0x74])
  /// TUPLE1.
  public static let tuple1 = PickleCode([0x85])
  /// EMPTY_TUPLE.
  public static let emptyTuple = PickleCode([0x29])
  /// EMPTY_LIST.
  public static let emptyList = PickleCode([0x5D])
  /// APPEND.
  public static let append = PickleCode([0x61])
  /// APPENDS.
  public static let appends = PickleCode([0x65])
  /// EMPTY_DICT.
  public static let emptyDictionary = PickleCode([0x7D])
  /// SETITEM.
  public static let setItem = PickleCode([0x73])
  /// SETITEMS.
  public static let setItems = PickleCode([0x75])
  /// REDUCE.
  public static let reduce = PickleCode([0x52])
  /// NEWOBJ.
  public static let newObject = PickleCode([0x81])
  /// BUILD.
  public static let build = PickleCode([0x62])
  /// NONE.
  public static let none = PickleCode([0x4E])
  /// NEWFALSE.
  public static let no = PickleCode([0x89])

  /// BINUNICODE.
  public static func text(_ text: String) -> PickleCode {
    var bytes: [UInt8] = [0x58]
    bytes.append(littleEndian: UInt32(text.utf8.count))
    return PickleCode(bytes + text.utf8)
  }

  /// LONG1 of 8 bytes.
  public static func integer(_ value: Int) -> PickleCode {
    var bytes: [UInt8] = [0x8A, 8]
    bytes.append(littleEndian: value)
    return PickleCode(bytes)
  }

  /// A tuple of integers.
  public static func integers(_ values: [Int]) -> PickleCode {
    PickleCode(.mark, PickleCode(values.flatMap { integer($0).bytes }), .tuple)
  }

  /// GLOBAL.
  public static func global(_ module: String, _ name: String) -> PickleCode {
    PickleCode([0x63] + Array("\(module)\n\(name)\n".utf8))
  }

  /// LONG_BINPUT.
  public static func put(_ number: UInt32) -> PickleCode {
    var bytes: [UInt8] = [0x72]
    bytes.append(littleEndian: number)
    return PickleCode(bytes)
  }

  /// LONG_BINGET.
  public static func get(_ number: UInt32) -> PickleCode {
    var bytes: [UInt8] = [0x6A]
    bytes.append(littleEndian: number)
    return PickleCode(bytes)
  }

  /// A dictionary of strings to values.
  public static func dictionary(_ entries: KeyValuePairs<String, PickleCode>) -> PickleCode {
    let items = entries.flatMap { text($0.key).bytes + $0.value.bytes }
    return PickleCode(.emptyDictionary, .mark, PickleCode(items), .setItems)
  }

  /// A list of values.
  public static func list(_ items: [PickleCode]) -> PickleCode {
    PickleCode(.emptyList, .mark, PickleCode(items.flatMap(\.bytes)), .appends)
  }

  /// A set of integers, as `torch.save` writes it.
  public static func set(_ values: [Int]) -> PickleCode {
    PickleCode(
      .global("__builtin__", "set"), list(values.map(integer)), .tuple1, .reduce)
  }

  /// A storage, by persistent identifier.
  public static func storage(
    key: String = "0", type: String = "FloatStorage", count: Int
  ) -> PickleCode {
    PickleCode(
      .mark, .text("storage"), .global("torch", type), .text(key), .text("cpu"), .integer(count),
      .tuple, PickleCode([0x51]))
  }

  /// A tensor as `torch.save` writes it.
  public static func tensor(
    storage: PickleCode, offset: Int = 0, shape: [Int], strides: [Int]
  ) -> PickleCode {
    PickleCode(
      .global("torch._utils", "_rebuild_tensor_v2"), .mark, storage, .integer(offset),
      .integers(shape), .integers(strides), .no,
      PickleCode(.global("collections", "OrderedDict"), .emptyTuple, .reduce), .tuple, .reduce)
  }

  /// A layout object of the class that the authors' trainer stores.
  public static func layout(tasks: Int, blocks: [PickleCode]) -> PickleCode {
    let attributes = dictionary([
      "T": integer(tasks), "B": integer(blocks.count), "state": list(blocks),
    ])
    return PickleCode(.global("main.layout", "Layout"), .emptyTuple, .newObject, attributes, .build)
  }
}
