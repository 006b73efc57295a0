extension KeyReference {
  /// What is accepted, in phrases that several keys share.
  struct Phrase: Sendable {
    let text: String

    /// A whole number of a range.
    static func whole(_ range: ClosedRange<Int>) -> Phrase {
      Phrase(
        text: range.upperBound == .max
          ? "a whole number, \(range.lowerBound) or more"
          : "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }

    /// A number of a range.
    static func number(_ range: ClosedRange<Double>) -> Phrase {
      Phrase(text: "a number from \(range.lowerBound) to \(range.upperBound)")
    }

    /// `true` or `false`.
    static let flag = Phrase(text: "true or false")

    /// One of a type's names.
    static func oneOf<Choice: RawRepresentable<String> & CaseIterable>(
      _ type: Choice.Type
    ) -> Phrase {
      Phrase(text: "one of \(names(type))")
    }

    /// Some of a type's names.
    static func listOf<Choice: RawRepresentable<String> & CaseIterable>(
      _ type: Choice.Type
    ) -> Phrase {
      Phrase(text: "a list of \(names(type))")
    }

    private static func names<Choice: RawRepresentable<String> & CaseIterable>(
      _ type: Choice.Type
    ) -> String {
      Choice.allCases.map(\.rawValue).joined(separator: ", ")
    }
  }

  /// Creates a reference.
  init(_ accepted: Phrase, _ standard: Standard, _ meaning: String, example: String) {
    self.init(accepted.text, standard, meaning, example: example)
  }

  /// A group of keys that has a section of its own in the reference.
  static func group<Key: JobKey>(
    _ keys: Key.Type, _ meaning: String, standard: Standard = .required
  ) -> KeyReference {
    let names = Key.allCases.map(\.rawValue).joined(separator: ", ")
    return KeyReference("the keys \(names)", standard, meaning, example: "")
  }
}
