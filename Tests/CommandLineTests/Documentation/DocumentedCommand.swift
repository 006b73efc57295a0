import Foundation

/// A command that a page shows to its readers.
struct DocumentedCommand: Hashable {
  /// The command, on one line, without what is said about it.
  let text: String
  /// The page.
  let page: String

  /// The beginnings of lines that are commands.
  private static let beginnings = [
    "equipoise ", "mpirun ", "scripts/", "swift ", ".build/", "sbatch ",
  ]

  /// All commands in the blocks of code of a page, in their order.
  ///
  /// Lines that end in a backslash go on; what comes after two spaces and a `#` is a remark.
  static func all(in page: String) throws -> [DocumentedCommand] {
    let text = try String(contentsOf: Project.root.appending(path: page), encoding: .utf8)
    var commands: [DocumentedCommand] = []
    var isFenced = false
    var isProgram = false
    var open = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isFenced.toggle()
        // Blocks of a language are no commands.
        isProgram = isFenced && line.count > 3
        continue
      }
      guard !isProgram, isFenced || line.hasPrefix("    ") else { continue }
      var part = line.drop { $0 == " " }
      if let remark = part.range(of: "  #") { part = part[..<remark.lowerBound] }
      var words = open + part
      while words.hasSuffix(" ") { words.removeLast() }
      open = ""
      guard beginnings.contains(where: { words.hasPrefix($0) }) || words == "scripts/test" else {
        continue
      }
      if words.hasSuffix("\\") {
        open = String(words.dropLast())
        continue
      }
      commands.append(DocumentedCommand(text: words, page: page))
    }
    return commands
  }

  /// The first job that a page shows.
  static func job(in page: String) throws -> String? {
    let text = try String(contentsOf: Project.root.appending(path: page), encoding: .utf8)
    let parts = text.components(separatedBy: "```yaml\n")
    return parts.count > 1 ? parts[1].components(separatedBy: "```")[0] : nil
  }
}
