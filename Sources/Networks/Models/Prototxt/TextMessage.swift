/// A message of protobuf's text format, before the types of its fields are known.
struct TextMessage {
  typealias Position = PrototxtError.Position

  /// A name with a value.
  struct Field {
    let name: String
    let position: Position
    let value: Value
  }

  /// What a field holds.
  enum Value {
    case scalar(Scalar)
    case message(TextMessage)
  }

  /// A value without parts.
  struct Scalar {
    /// How it is written.
    enum Form {
      /// A quoted text, with its escapes resolved.
      case string
      /// A number or a word, as it stands.
      case plain
    }

    let form: Form
    let text: String
    let position: Position

    /// The value for messages.
    var description: String { form == .string ? "\"\(text)\"" : text }
  }

  /// Where its name is; the start of the text for the whole.
  let position: Position
  /// The fields in the order of the text.
  var fields: [Field] = []
}
