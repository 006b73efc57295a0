/// Takes the tokens of JSON that a safetensors header is made of.
///
/// The header has a fixed nesting, so its reader asks for the token that must come next; nothing
/// here recurses, and a value of another type is refused where it begins.
struct JSONCursor {
  private(set) var bytes: ByteCursor

  init(_ bytes: ByteCursor) { self.bytes = bytes }

  /// The context of an error at the next token.
  func context(tensor: String? = nil) -> FaultContext { bytes.context(tensor: tensor) }

  /// Takes one character of punctuation.
  mutating func expect(_ character: Unicode.Scalar) throws(CheckpointError) {
    guard takes(character) else { throw unexpected("'\(character)'") }
  }

  /// Takes the character if it comes next.
  mutating func takes(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard let next = bytes.peek, UInt32(next) == character.value else { return false }
    bytes.skip()
    return true
  }

  /// Checks that only blanks are left.
  mutating func expectEnd() throws(CheckpointError) {
    skipBlanks()
    guard bytes.peek == nil else { throw unexpected("nothing but spaces after the header") }
  }

  /// Takes an integer that is not negative.
  ///
  /// `kind` is the fault of anything else, since a negative extent is one of shape.
  mutating func takeInteger(
    _ what: String, otherwise kind: CheckpointError.Kind, tensor: String?
  ) throws(CheckpointError) -> Int {
    skipBlanks()
    let context = context(tensor: tensor)
    var text = ""
    while let byte = bytes.peek, Self.isPartOfNumber(byte) {
      bytes.skip()
      // One digit more than any 64-bit integer has is enough to refuse it.
      if text.utf8.count <= 20 { text.unicodeScalars.append(Unicode.Scalar(byte)) }
    }
    guard !text.isEmpty else { throw unexpected(what, tensor: tensor) }
    let hasLeadingZero = text.utf8.count > 1 && text.utf8.first == UInt8(ascii: "0")
    guard text.utf8.allSatisfy(Self.isDigit), !hasLeadingZero, let value = Int(text) else {
      throw context.fault(kind, expected: "\(what), an integer of at least 0", found: text)
    }
    return value
  }

  /// Takes a string.
  mutating func takeString(
    _ what: String, tensor: String? = nil
  ) throws(CheckpointError) -> String {
    skipBlanks()
    let context = context(tensor: tensor)
    guard takes("\"") else { throw unexpected(what, tensor: tensor) }
    var text: [UInt8] = []
    while true {
      let byte = try bytes.take(UInt8.self, what)
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw context.fault(.malformed, expected: "\(what) in UTF-8", found: "other bytes")
        }
        return string
      case UInt8(ascii: "\\"): try text.append(contentsOf: takeEscape(what))
      case 0..<0x20:
        throw context.fault(
          .malformed, expected: "\(what) with control characters escaped", found: "byte \(byte)")
      default: text.append(byte)
      }
    }
  }

  /// An error at the next token.
  func unexpected(_ what: String, tensor: String? = nil) -> CheckpointError {
    guard let byte = bytes.peek else {
      return context(tensor: tensor).fault(.malformed, expected: what, found: "the end")
    }
    let found = quoted(String(Unicode.Scalar(byte)))
    return context(tensor: tensor).fault(.malformed, expected: what, found: found)
  }

  private mutating func takeEscape(_ what: String) throws(CheckpointError) -> [UInt8] {
    let context = context()
    let letter = try bytes.take(UInt8.self, what)
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): break
    default:
      throw context.fault(
        .malformed, expected: "an escape of JSON", found: quoted(String(Unicode.Scalar(letter))))
    }
    var code = try takeCodeUnit(what)
    if 0xD800..<0xDC00 ~= code, bytes.peek == UInt8(ascii: "\\") {
      bytes.skip()
      guard try bytes.take(UInt8.self, what) == UInt8(ascii: "u") else {
        throw context.fault(.malformed, expected: "a surrogate pair", found: "half of one")
      }
      let low = try takeCodeUnit(what)
      guard 0xDC00..<0xE000 ~= low else {
        throw context.fault(.malformed, expected: "a surrogate pair", found: "half of one")
      }
      code = 0x1_0000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else {
      throw context.fault(.malformed, expected: "a surrogate pair", found: "half of one")
    }
    return Array(String(scalar).utf8)
  }

  private mutating func takeCodeUnit(_ what: String) throws(CheckpointError) -> UInt32 {
    let context = context()
    let digits = try bytes.takeText(4, what)
    guard digits.utf8.allSatisfy(Self.isHexadecimal), let code = UInt32(digits, radix: 16) else {
      throw context.fault(
        .malformed, expected: "four hexadecimal digits", found: quoted(digits))
    }
    return code
  }

  private mutating func skipBlanks() {
    while let byte = bytes.peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      bytes.skip()
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    isDigit(byte) || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte
      || UInt8(ascii: "A")...UInt8(ascii: "F") ~= byte
  }

  private static func isPartOfNumber(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
  }
}
