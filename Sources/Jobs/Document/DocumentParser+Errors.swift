internal import Yams

extension DocumentParser {
  /// Reports what the YAML library says.
  func report(_ error: any Error) {
    switch error {
    case YamlError.scanner(let context, let problem, let mark, _),
      YamlError.parser(let context, let problem, let mark, _),
      YamlError.composer(let context, let problem, let mark, _):
      let words = [context?.text, problem].compactMap(\.self).joined(separator: " ")
      add(line: mark.line, column: mark.column, words)
    case YamlError.reader(let problem, let offset, let value, let text):
      let position = TextPosition(after: text.prefix(offset ?? 0).unicodeScalars)
      let character = value >= 0 ? ": character \(value)" : ""
      add(line: position.line, column: position.column, problem + character)
    default:
      add(line: 1, column: 1, "\(error)")
    }
  }

  private func add(line: Int, column: Int, _ finding: String) {
    problems.add(
      .file(line: max(line, 1), column: max(column, 1)), key: "", expected: "valid YAML",
      found: "\"\(finding)\"")
  }
}
