/// What the reference says of a key; the text of errors comes from here too.
struct KeyReference: Sendable {
  /// What is taken where the key is missing.
  enum Standard: Sendable {
    /// Nothing: the key has to be there.
    case required
    /// A value, as it would be written.
    case value(String)
    /// Something that depends on the rest, in words.
    case words(String)
  }

  /// What would be accepted.
  let accepted: String
  /// What is taken where the key is missing.
  let standard: Standard
  /// What the value is for, in one sentence.
  let meaning: String
  /// A value, as it would be written.
  let example: String

  /// Creates a reference.
  init(_ accepted: String, _ standard: Standard, _ meaning: String, example: String) {
    self.accepted = accepted
    self.standard = standard
    self.meaning = meaning
    self.example = example
  }
}
