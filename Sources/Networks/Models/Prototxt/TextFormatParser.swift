/// Reads the part of protobuf's text format that layer descriptions use: fields with numbers, words
/// or texts, nested messages in braces with or without a colon, comments.
struct TextFormatParser {
  /// Bytes of the longest text that is read.
  static let largestText = 1 << 22
  /// Messages inside messages.
  static let deepestNesting = 16

  private var lexer: TextFormatLexer
  private var token: TextFormatLexer.Token

  /// Reads a text as one message.
  /// - Throws: ``PrototxtError``.
  /// - Complexity: O(length); memory is bounded by a multiple of the length.
  static func parse(_ text: String, file: String) throws -> TextMessage {
    let lexer = TextFormatLexer(text, file: file)
    let start = PrototxtError.Position(line: 1, column: 1)
    guard text.utf8.count <= largestText else {
      throw lexer.failure(
        "at most \(largestText) bytes", "\(text.utf8.count)", at: start)
    }
    var parser = try TextFormatParser(lexer)
    return try parser.message(position: start, depth: 0)
  }

  private init(_ lexer: TextFormatLexer) throws {
    self.lexer = lexer
    token = try self.lexer.next()
  }

  /// Reads fields to the end of the text (depth 0) or a closing brace.
  private mutating func message(
    position: PrototxtError.Position, depth: Int
  ) throws -> TextMessage {
    let end = depth == 0 ? TextFormatLexer.Token.Kind.end : .sign(UInt8(ascii: "}"))
    var message = TextMessage(position: position)
    while token.kind != end {
      message.fields.append(try field(depth: depth))
    }
    return message
  }

  private mutating func field(depth: Int) throws -> TextMessage.Field {
    let name = token
    guard name.kind == .word else {
      throw failure(depth == 0 ? "a field's name" : "a field's name or \"}\"")
    }
    try advance()
    let hasColon = token.kind == .sign(UInt8(ascii: ":"))
    if hasColon { try advance() }
    let value: TextMessage.Value
    if token.kind == .sign(UInt8(ascii: "{")) {
      guard depth < Self.deepestNesting else {
        throw failure("at most \(Self.deepestNesting) messages inside each other")
      }
      try advance()
      value = .message(try message(position: name.position, depth: depth + 1))
      try advance()
    } else if hasColon {
      value = .scalar(try scalar())
    } else {
      throw failure("\":\" or \"{\" after \"\(name.text)\"")
    }
    if token.kind == .sign(UInt8(ascii: ",")) || token.kind == .sign(UInt8(ascii: ";")) {
      try advance()
    }
    return TextMessage.Field(name: name.text, position: name.position, value: value)
  }

  private mutating func scalar() throws -> TextMessage.Scalar {
    let first = token
    switch first.kind {
    case .word, .number:
      try advance()
      return TextMessage.Scalar(form: .plain, text: first.text, position: first.position)
    case .string:
      // Texts that follow each other are one.
      var text = ""
      while token.kind == .string {
        text += token.text
        try advance()
      }
      return TextMessage.Scalar(form: .string, text: text, position: first.position)
    case .sign, .end:
      throw failure("a value")
    }
  }

  private mutating func advance() throws { token = try lexer.next() }

  private func failure(_ expectation: String) -> PrototxtError {
    lexer.failure(expectation, token.description, at: token.position)
  }
}
