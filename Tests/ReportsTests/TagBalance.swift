import Foundation

/// Checks that every element of a page ends where it has to, as a parser of HTML would see it.
enum TagBalance {
  private static let withoutEnd: Set<String> = ["meta", "img", "!DOCTYPE"]

  /// What is wrong first; nil when nothing is.
  static func problem(in html: String) -> String? {
    var open: [String] = []
    var rest = html[...]
    while let start = rest.firstIndex(of: "<") {
      guard let end = rest[start...].firstIndex(of: ">") else { return "a tag without an end" }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      let name = String(tag.prefix { !$0.isWhitespace })
      if name.hasPrefix("/") {
        let found = String(name.dropFirst())
        guard open.last == found else { return "</\(found)> inside \(open.suffix(4))" }
        open.removeLast()
      } else if !withoutEnd.contains(name) {
        open.append(name)
        // The sheet of styles is no markup.
        if name == "style", let close = rest.range(of: "</style>") {
          rest = rest[close.lowerBound...]
        }
      }
    }
    return open.isEmpty ? nil : "\(open) without an end"
  }
}
