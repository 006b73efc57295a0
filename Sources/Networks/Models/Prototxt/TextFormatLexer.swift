/// The signs of protobuf's text format, one after the other.
struct TextFormatLexer {
  /// A sign.
  struct Token: Equatable {
    /// What it is.
    enum Kind: Equatable {
      case word
      case number
      case string
      /// A single character: a brace, a colon, a separator.
      case sign(UInt8)
      case end
    }

    let kind: Kind
    let text: String
    let position: PrototxtError.Position

    /// The sign for messages.
    var description: String {
      switch kind {
      case .end: "the end of the text"
      case .string: "the text \"\(text)\""
      case .word, .number, .sign: "\"\(text)\""
      }
    }
  }

  private let file: String
  private let bytes: [UInt8]
  private var offset = 0
  private var position = PrototxtError.Position(line: 1, column: 1)

  init(_ text: String, file: String) {
    self.file = file
    bytes = Array(text.utf8)
  }

  /// The next sign after white space and comments.
  mutating func next() throws -> Token {
    skipSpace()
    let start = position
    guard let byte = current else { return Token(kind: .end, text: "", position: start) }
    switch byte {
    case _ where Self.isWordStart(byte):
      return Token(kind: .word, text: take(while: Self.isWordPart), position: start)
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return Token(kind: .number, text: takeNumber(), position: start)
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      return Token(kind: .string, text: try takeString(), position: start)
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ":"), UInt8(ascii: ","),
      UInt8(ascii: ";"):
      advance()
      return Token(
        kind: .sign(byte), text: String(Unicode.Scalar(byte)), position: start)
    default:
      throw failure("a name, a value or one of { } : , ;", currentCharacter, at: start)
    }
  }

  /// An error at some place of the text.
  func failure(
    _ expectation: String, _ finding: String, at position: PrototxtError.Position
  ) -> PrototxtError {
    PrototxtError(file: file, position: position, expectation: expectation, finding: finding)
  }

  private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private var currentCharacter: String {
    guard offset < bytes.count else { return "the end of the text" }
    let end = min(offset + 16, bytes.count)
    let character = String(decoding: bytes[offset..<end], as: UTF8.self).prefix(1)
    return character == "\n" ? "the end of the line" : "\"\(character)\""
  }

  /// Goes to the next byte; bytes that continue a character do not count as columns.
  private mutating func advance() {
    let byte = bytes[offset]
    offset += 1
    if byte == UInt8(ascii: "\n") {
      position = PrototxtError.Position(line: position.line + 1, column: 1)
    } else if offset == bytes.count || bytes[offset] & 0xC0 != 0x80 {
      position.column += 1
    }
  }

  private mutating func take(while isPart: (UInt8) -> Bool) -> String {
    let start = offset
    while let byte = current, isPart(byte) { advance() }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  /// Everything that can belong to a number; whether it is one is found when its type is known.
  private mutating func takeNumber() -> String {
    var previous: UInt8 = 0
    return take { byte in
      defer { previous = byte }
      let isSign = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      return Self.isWordPart(byte) || byte == UInt8(ascii: ".")
        || (isSign && (previous == 0 || previous | 0x20 == UInt8(ascii: "e")))
    }
  }

  private mutating func skipSpace() {
    while let byte = current {
      if byte == UInt8(ascii: "#") {
        _ = take { $0 != UInt8(ascii: "\n") }
      } else if byte == 0x20 || (0x09...0x0D).contains(byte) {
        advance()
      } else {
        return
      }
    }
  }

  private mutating func takeString() throws -> String {
    let start = position
    let quote = bytes[offset]
    advance()
    var content: [UInt8] = []
    while let byte = current, byte != quote {
      guard byte != UInt8(ascii: "\n") else { break }
      advance()
      content.append(byte == UInt8(ascii: "\\") ? try takeEscape() : byte)
    }
    guard current == quote else {
      throw failure("a closing quote", currentCharacter, at: position)
    }
    advance()
    guard let text = String(validating: content, as: UTF8.self) else {
      throw failure("a text in UTF-8", "other bytes", at: start)
    }
    return text
  }

  /// The byte that an escape stands for, after its backslash.
  private mutating func takeEscape() throws -> UInt8 {
    let place = position
    guard let byte = current else {
      throw failure("an escape", currentCharacter, at: place)
    }
    let simple: [UInt8: UInt8] = [
      UInt8(ascii: "n"): 0x0A, UInt8(ascii: "t"): 0x09, UInt8(ascii: "r"): 0x0D,
      UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "\""): 0x22, UInt8(ascii: "'"): 0x27,
    ]
    if let value = simple[byte] {
      advance()
      return value
    }
    let isHexadecimal = byte == UInt8(ascii: "x")
    if isHexadecimal { advance() }
    let radix = isHexadecimal ? 16 : 8
    var room = isHexadecimal ? 2 : 3
    let text = take { digit in
      let value = Character(Unicode.Scalar(digit)).hexDigitValue
      guard room > 0, let value, value < radix else { return false }
      room -= 1
      return true
    }
    guard let value = UInt8(text, radix: radix) else {
      throw failure("an escape such as \\n, \\x41 or \\101", "another escape", at: place)
    }
    return value
  }

  private static func isWordStart(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isWordPart(_ byte: UInt8) -> Bool {
    isWordStart(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
