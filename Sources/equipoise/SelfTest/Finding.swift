/// What a part of the self test came to; the same on all ranks.
struct Finding: CustomStringConvertible {
  /// The part.
  let part: String
  /// Whether everything was as it should be.
  let passed: Bool
  /// The figures behind it.
  let figures: String

  /// One line.
  var description: String {
    let name = part + String(repeating: " ", count: max(0, 12 - part.count))
    return "\(name) \(passed ? "ok    " : "FAILED") \(figures)"
  }
}
