/// Which building is in which split: Taskonomy's CSV files, whose lines end in CR alone.
struct SplitTable {
  private let path: String
  /// Names of the splits, in the order of the columns.
  let names: [String]
  private let members: [String: Set<String>]

  /// Reads a table.
  /// - Throws: ``SourceError`` with the line that is wrong.
  init(_ path: String) throws {
    self.path = path
    let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
    // A CR with an LF is one character in Swift; all three are newlines.
    let lines = text.split(whereSeparator: \.isNewline).map { line in
      line.split(separator: ",", omittingEmptySubsequences: false)
        .map { String($0.filter { $0 != " " && $0 != "\"" }) }
    }
    guard let header = lines.first, header.count > 1, header[0] == "id" else {
      throw SourceError(
        path, "line 1", expected: "id and the names of splits", found: "\(lines.first ?? [])")
    }
    names = Array(header.dropFirst())
    var members: [String: Set<String>] = [:]
    var seen: Set<String> = []
    for (number, line) in lines.enumerated().dropFirst() {
      let place = "line \(number + 1)"
      guard line.count == header.count else {
        throw SourceError(
          path, place, expected: "\(header.count) values", found: "\(line.count)")
      }
      guard seen.insert(line[0]).inserted else {
        throw SourceError(path, place, expected: "different buildings", found: "\(line[0]) twice")
      }
      for (name, value) in zip(names, line.dropFirst()) {
        guard value == "0" || value == "1" else {
          throw SourceError(path, place, expected: "0 or 1", found: value)
        }
        if value == "1" { members[name, default: []].insert(line[0]) }
      }
    }
    self.members = members
  }

  /// The buildings of a split.
  func buildings(of name: String) throws -> Set<String> {
    guard names.contains(name) else {
      throw SourceError(path, expected: "a split \(name)", found: "only \(names)")
    }
    return members[name] ?? []
  }
}
