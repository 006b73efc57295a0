internal import Yams

extension DocumentParser {
  /// Reports what the YAML library says.
  func report(_ error: any Error) {
    switch error {
    case YamlError.scanner(let context, let problem, let mark, _),
      YamlError.parser(let context, let problem, let mark, _),
      YamlError.composer(let context, let problem, let mark, _):
      let circumstance = context.map { " (\($0.text), line \($0.mark.line))" } ?? ""
      add(line: mark.line, column: mark.column, problem + circumstance)
    case YamlError.reader(let problem, let offset, let value, let text):
      let position = TextPosition(after: text.unicodeScalars.prefix(offset ?? 0))
      let character = value >= 0 ? ": character \(value)" : ""
      add(line: position.line, column: position.column, problem + character)
    default:
      add(line: 1, column: 1, "\(error)")
    }
  }

  private func add(line: Int, column: Int, _ finding: String) {
    problems.add(
      .file(line: max(line, 1), column: max(column, 1)), key: "", expected: "YAML",
      found: finding)
  }
}
