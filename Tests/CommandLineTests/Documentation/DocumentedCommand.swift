import Foundation

/// A command that a page, or the head of a file, shows to its readers.
struct DocumentedCommand: Hashable {
  /// The command without what is said about it: on one line, but for loops.
  let text: String
  /// The page.
  let page: String

  /// The beginnings of lines that are commands.
  private static let beginnings = [
    ". scripts/", ".build/", "Benchmarks/", "LD_PRELOAD=", "cc ", "equipoise ", "for ", "mpirun ",
    "qsub ", "sbatch ", "scripts/", "swift ",
  ]

  /// The pages for people who use or change the program, and the files whose heads show commands.
  static func pages() throws -> [String] {
    let speaking =
      /\.md$|^jobs\/.*\.(yml|sbatch|pbs)$|^hostfiles\/|^Benchmarks\/[^\/]*\.(py|c)$/
    let tracked = ["docs", "jobs", "models", "hostfiles", "Benchmarks", "Sources"]
    let files = FileManager.default
    var pages = try files.contentsOfDirectory(atPath: Project.root.path)
      .filter { $0.hasSuffix(".md") }
    for folder in tracked {
      let root = Project.root.appending(path: folder).path
      pages += try files.subpathsOfDirectory(atPath: root).map { "\(folder)/\($0)" }
        .filter { $0.contains(speaking) }
    }
    return (pages + ["scripts/fault-runs", "scripts/training-faults"]).sorted()
  }

  /// All commands in the blocks of code of a page, or in the head of another file, in their order.
  ///
  /// Lines that end in a backslash go on; what comes after two spaces and a `#` is a remark.
  static func all(in page: String) throws -> [DocumentedCommand] {
    var commands: [DocumentedCommand] = []
    var isFenced = false
    var isProgram = false
    var open = ""
    for line in try lines(of: page) {
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
      guard beginnings.contains(where: { words.hasPrefix($0) }) else { continue }
      if words.hasSuffix("\\") {
        open = String(words.dropLast())
      } else if words.hasPrefix("for "), !words.hasSuffix("done") {
        open = words + "\n"
      } else {
        commands.append(DocumentedCommand(text: words, page: page))
      }
    }
    return commands
  }

  /// The first job that a page shows.
  static func job(in page: String) throws -> String? {
    let parts = try text(of: page).components(separatedBy: "```yaml\n")
    return parts.count > 1 ? parts[1].components(separatedBy: "```")[0] : nil
  }

  /// What a page mentions between two backticks.
  static func mentions(in page: String) throws -> [String] {
    guard page.hasSuffix(".md") else { return [] }
    // Without blocks between fences, whose marks are backticks too.
    let prose = try text(of: page).components(separatedBy: "\n```").enumerated()
      .filter { $0.offset % 2 == 0 }.map(\.element).joined(separator: "\n")
    return prose.matches(of: /`([^`]+)`/).map { String($0.1).replacing("\n", with: " ") }
  }

  private static func text(of page: String) throws -> String {
    try String(contentsOf: Project.root.appending(path: page), encoding: .utf8)
  }

  /// The lines of a page; of another file those of the comment that it begins with.
  private static func lines(of page: String) throws -> [Substring] {
    let lines = try text(of: page).split(separator: "\n", omittingEmptySubsequences: false)
    if page.hasSuffix(".md") { return lines }
    let code = lines.drop { $0.hasPrefix("#!") }
    if let first = code.first, first.hasPrefix("\"\"\"") {
      return Array(code.prefix { !$0.hasSuffix("\"\"\"") || $0 == first })
    }
    let mark = page.hasSuffix(".c") ? "// " : "# "
    return code.prefix { $0.hasPrefix(mark.dropLast()) }.map { $0.dropFirst(mark.count) }
  }
}
