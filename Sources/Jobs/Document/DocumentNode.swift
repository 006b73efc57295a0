/// A value in a job file, with its place.
struct DocumentNode {
  /// A key with its value.
  struct Entry {
    let key: String
    let keyPlace: JobPlace
    let value: DocumentNode
  }

  /// The value.
  enum Content {
    /// One word or text; `isPlain` when it has no quotes, so that it may be a number.
    case scalar(String, isPlain: Bool)
    /// Values in order.
    case list([DocumentNode])
    /// Keys with values, in order, every key once.
    case mapping([Entry])
    /// Something whose problem has been reported.
    case refused
  }

  let place: JobPlace
  var content: Content

  /// Whether nothing is written where a value should be.
  var isEmpty: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// The value in a few words, for errors; nil when its problem has been reported.
  var finding: String? {
    switch content {
    case .scalar(let text, let isPlain):
      isEmpty ? "nothing" : isPlain ? Self.excerpt(text) : "the text \"\(Self.excerpt(text))\""
    case .list(let nodes): nodes.isEmpty ? "an empty list" : "a list"
    case .mapping(let entries):
      entries.isEmpty
        ? "an empty group of keys"
        : "a group of keys (\(Self.excerpt(entries.map(\.key).joined(separator: ", "))))"
    case .refused: nil
    }
  }

  /// At most 60 characters of a text, in one line.
  static func excerpt(_ text: String) -> String {
    let printable = text.unicodeScalars.prefix(60).map { scalar in
      scalar.properties.generalCategory == .control ? " " : String(scalar)
    }
    return printable.joined() + (text.unicodeScalars.count > 60 ? "..." : "")
  }
}
