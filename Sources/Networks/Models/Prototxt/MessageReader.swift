/// Takes the fields of a message by name and type, and refuses those that nobody takes.
struct MessageReader {
  typealias Position = PrototxtError.Position

  /// Where the message's name is.
  let position: Position
  private let file: String
  private let kind: String
  private var remaining: [TextMessage.Field]

  /// Creates a reader; `kind` names the message in errors.
  init(_ message: TextMessage, kind: String, file: String) {
    position = message.position
    remaining = message.fields
    self.kind = kind
    self.file = file
  }

  /// Drops fields that have no influence on what the network computes.
  mutating func ignore(_ names: String...) {
    remaining.removeAll { names.contains($0.name) }
  }

  /// Refuses fields that have not been taken.
  func finish() throws {
    if let field = remaining.first {
      throw failure("a known field of \(kind)", "\"\(field.name)\"", at: field.position)
    }
  }

  /// Takes a field that may be repeated.
  mutating func fields(_ name: String) -> [TextMessage.Field] {
    defer { remaining.removeAll { $0.name == name } }
    return remaining.filter { $0.name == name }
  }

  /// Takes a field that may be missing.
  mutating func field(_ name: String) throws -> TextMessage.Field? {
    let found = fields(name)
    if found.count > 1 {
      throw failure("one \"\(name)\" in \(kind)", "a second one", at: found[1].position)
    }
    return found.first
  }

  /// Takes a message; an empty one when it is missing.
  mutating func message(_ name: String) throws -> MessageReader {
    guard let field = try field(name) else {
      return MessageReader(TextMessage(position: position), kind: name, file: file)
    }
    return try reader(of: field)
  }

  /// The reader of a field that has to be a message.
  func reader(of field: TextMessage.Field) throws -> MessageReader {
    guard case .message(let message) = field.value else {
      throw failure("a message in braces", "a value", at: field.position)
    }
    return MessageReader(message, kind: field.name, file: file)
  }

  /// Takes a text that has to be there.
  mutating func string(_ name: String) throws -> String {
    guard let field = try field(name) else {
      throw failure("\"\(name)\" in \(kind)", "none", at: position)
    }
    return try string(field)
  }

  /// The text of a field.
  func string(_ field: TextMessage.Field) throws -> String {
    let value = try scalar(field)
    guard value.form == .string else {
      throw failure("a text in quotes", value.description, at: value.position)
    }
    return value.text
  }

  /// Takes a whole number; without a default value it has to be there.
  mutating func integer(
    _ name: String, in range: ClosedRange<Int>, default standard: Int? = nil
  ) throws -> Int {
    if let field = try field(name) { return try integer(field, in: range) }
    guard let standard else { throw failure("\"\(name)\" in \(kind)", "none", at: position) }
    return standard
  }

  /// The whole number of a field: decimal, octal (017) or hexadecimal (0x1F).
  func integer(_ field: TextMessage.Field, in range: ClosedRange<Int>) throws -> Int {
    let value = try scalar(field)
    guard value.form == .plain, let number = Self.integer(value.text), range.contains(number)
    else {
      throw failure(
        "a whole number \(Self.text(range)) for \"\(field.name)\"",
        value.description, at: value.position)
    }
    return number
  }

  /// Takes a number of single precision.
  mutating func float(
    _ name: String, in range: ClosedRange<Float>, default standard: Float
  ) throws -> Float {
    guard let field = try field(name) else { return standard }
    let value = try scalar(field)
    var text = value.text
    if let suffix = text.last, suffix == "f" || suffix == "F" { text.removeLast() }
    let isDecimal = text.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
    guard value.form == .plain, isDecimal, let number = Float(text), range.contains(number) else {
      throw failure(
        "a number \(Self.text(range)) for \"\(name)\"",
        value.description, at: value.position)
    }
    return number
  }

  /// Takes a truth value.
  mutating func boolean(_ name: String, default standard: Bool) throws -> Bool {
    guard let field = try field(name) else { return standard }
    let value = try scalar(field)
    switch (value.form, value.text) {
    case (.plain, "true"), (.plain, "True"), (.plain, "t"), (.plain, "1"): return true
    case (.plain, "false"), (.plain, "False"), (.plain, "f"), (.plain, "0"): return false
    default:
      throw failure("true or false for \"\(name)\"", value.description, at: value.position)
    }
  }

  /// Takes one of some words; their positions may stand for them.
  mutating func choice(_ name: String, of words: [String], default standard: Int) throws -> Int {
    guard let field = try field(name) else { return standard }
    let value = try scalar(field)
    let index =
      words.firstIndex(of: value.text)
      ?? Self.integer(value.text).flatMap { words.indices.contains($0) ? $0 : nil }
    guard value.form == .plain, let index else {
      throw failure(
        "\(words.joined(separator: ", ")) for \"\(name)\"", value.description, at: value.position)
    }
    return index
  }

  /// Takes a truth value that can only be one of both.
  mutating func require(_ name: String, _ required: Bool) throws {
    guard let field = remaining.first(where: { $0.name == name }) else { return }
    guard try boolean(name, default: required) == required else {
      throw failure("\(required) for \"\(name)\"", "\(!required)", at: field.position)
    }
  }

  /// An error at some place of the text.
  func failure(
    _ expectation: String, _ finding: String, at position: Position
  ) -> PrototxtError {
    PrototxtError(file: file, position: position, expectation: expectation, finding: finding)
  }

  private func scalar(_ field: TextMessage.Field) throws -> TextMessage.Scalar {
    guard case .scalar(let value) = field.value else {
      throw failure("a value for \"\(field.name)\"", "a message", at: field.position)
    }
    return value
  }

  private static func text<Bound>(_ range: ClosedRange<Bound>) -> String {
    range.lowerBound == range.upperBound
      ? "equal to \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
  }

  private static func integer(_ text: String) -> Int? {
    if text.hasPrefix("0x") || text.hasPrefix("0X") { return Int(text.dropFirst(2), radix: 16) }
    return Int(text, radix: text.count > 1 && text.hasPrefix("0") ? 8 : 10)
  }
}
