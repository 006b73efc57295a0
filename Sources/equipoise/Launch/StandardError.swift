import Foundation
import Glibc

/// The standard error, the one place that knows whether a person reads it: only then is anything
/// coloured or rewritten.
struct StandardError: Sendable {
  /// What a coloured text is, by the number of its colour (ECMA-48, SGR).
  enum Tone: String {
    case error = "1;31"
    case warning = "1;33"
    case hint = "36"
  }

  /// Whether a line can be written anew in its place.
  let isTerminal: Bool
  /// Whether texts are coloured: https://no-color.org has the variable.
  let isColoured: Bool

  /// That of this process.
  static let current = StandardError(
    isTerminal: isatty(STDERR_FILENO) != 0, environment: ProcessInfo.processInfo.environment)

  /// - Parameter isTerminal: whether it is connected to one.
  init(isTerminal: Bool, environment: [String: String]) {
    self.isTerminal = isTerminal && environment["TERM"] != "dumb"
    isColoured = self.isTerminal && (environment["NO_COLOR"] ?? "").isEmpty
  }

  /// A text in the colour of what it is.
  func coloured(_ text: some StringProtocol, _ tone: Tone) -> String {
    isColoured ? "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m" : String(text)
  }

  /// What the parser of the command line says, in the form of the program's other messages.
  func coloured(report: String) -> String {
    report.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      if line.hasPrefix(Self.failure) {
        return "equipoise: \(coloured("error:", .error))" + line.dropFirst(Self.failure.count)
      }
      for beginning in Self.beginnings where line.hasPrefix(beginning) {
        return coloured(beginning, .hint) + line.dropFirst(beginning.count)
      }
      return line.hasPrefix("  See '") ? coloured(line, .hint) : String(line)
    }.joined(separator: "\n")
  }

  private static let failure = "Error:"
  private static let beginnings = ["Help:", "Usage:"]

  /// Writes a text in one call, so that lines of ranks do not mix.
  func write(_ text: String) {
    unsafe text.utf8CString.withUnsafeBytes { bytes in
      _ = unsafe Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count - 1)
    }
  }
}
