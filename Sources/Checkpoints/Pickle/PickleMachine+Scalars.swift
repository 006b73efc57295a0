// Numbers, strings and bytes.
extension PickleMachine {
  /// Takes the argument of an instruction that pushes a number, a string or bytes.
  mutating func scalar(_ opcode: PickleOpcode) throws(CheckpointError) -> PickleNode {
    switch opcode {
    case .newTrue: return .bool(true)
    case .newFalse: return .bool(false)
    case .binInt: return try .integer(Int(cursor.take(Int32.self, "an integer")))
    case .binInt1: return try .integer(Int(cursor.take(UInt8.self, "an integer")))
    case .binInt2: return try .integer(Int(cursor.take(UInt16.self, "an integer")))
    case .long1: return try .integer(long(UInt64(cursor.take(UInt8.self, "a length"))))
    case .long4: return try .integer(long(UInt64(cursor.take(UInt32.self, "a length"))))
    case .binFloat:
      // The only big-endian number of the format.
      let bits = try cursor.take(UInt64.self, "a float").byteSwapped
      return .double(Double(bitPattern: bits))
    case .shortBinUnicode: return try text(UInt64(cursor.take(UInt8.self, "a length")))
    case .binUnicode: return try text(UInt64(cursor.take(UInt32.self, "a length")))
    case .binUnicode8: return try text(cursor.take(UInt64.self, "a length"))
    case .shortBinBytes: return try bytes(UInt64(cursor.take(UInt8.self, "a length")))
    case .binBytes: return try bytes(UInt64(cursor.take(UInt32.self, "a length")))
    case .binBytes8, .byteArray8: return try bytes(cursor.take(UInt64.self, "a length"))
    default: return .none
    }
  }

  /// Two's complement of at most 8 bytes; none mean 0.
  private mutating func long(_ length: UInt64) throws(CheckpointError) -> Int {
    guard length <= 8 else {
      throw fault(
        .limitExceeded, expected: "an integer of at most 8 bytes", found: "\(length) bytes")
    }
    let range = try cursor.take(Int(length), "an integer")
    guard let last = range.last else { return 0 }
    var value = cursor.source.load(Int8.self, at: last) < 0 ? -1 : 0
    for offset in range.reversed() {
      value = value << 8 | Int(cursor.source.load(UInt8.self, at: offset))
    }
    return value
  }

  private mutating func text(_ length: UInt64) throws(CheckpointError) -> PickleNode {
    try .string(cursor.takeText(checked(length), "a string"))
  }

  private mutating func bytes(_ length: UInt64) throws(CheckpointError) -> PickleNode {
    let range = try cursor.take(checked(length), "bytes")
    return .bytes(cursor.source.copy(range))
  }

  private func checked(_ length: UInt64) throws(CheckpointError) -> Int {
    guard length <= UInt64(cursor.remaining) else {
      throw fault(
        .truncated, expected: "\(length) bytes", found: "\(cursor.remaining) bytes left")
    }
    return Int(length)
  }
}
