/// Lines and columns of a text as YAML counts them: both from 1, columns in Unicode scalars; a line
/// ends with CR, LF, both, NEL, LS or PS (YAML 1.1, section 4.1.4).
struct TextPosition: Hashable {
  var line = 1
  var column = 1

  /// The index of a position in a text; nil when the text has no character there.
  static func index(line: Int, column: Int, in text: String) -> String.Index? {
    var position = TextPosition()
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    while index < scalars.endIndex {
      if position.line == line, position.column == column { return index }
      let next = scalars.index(after: index)
      position.advance(over: scalars[index], next: next < scalars.endIndex ? scalars[next] : nil)
      index = next
    }
    return nil
  }

  /// The position after some scalars.
  init(after scalars: some Sequence<Unicode.Scalar>) {
    var previous: Unicode.Scalar?
    for scalar in scalars {
      if let previous { advance(over: previous, next: scalar) }
      previous = scalar
    }
    if let previous { advance(over: previous, next: nil) }
  }

  private init() {}

  private mutating func advance(over scalar: Unicode.Scalar, next: Unicode.Scalar?) {
    switch scalar {
    case "\r" where next == "\n": return
    case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": self = TextPosition(line: line + 1)
    default: column += 1
    }
  }

  private init(line: Int) { self.line = line }
}
