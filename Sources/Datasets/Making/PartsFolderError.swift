/// A folder of unfinished work that cannot be made or used.
public struct PartsFolderError: Error, Hashable, Sendable {
  /// The folder, or a file in it.
  public let path: String
  /// What was expected.
  public let expected: String
  /// What is there, or the system's words.
  public let found: String

  init(_ path: String, expected: String, found: String) {
    self.path = path
    self.expected = expected
    self.found = found
  }
}

extension PartsFolderError: CustomStringConvertible {
  /// Path, expectation and finding.
  public var description: String { "\(path): expected \(expected), found \(found)" }
}
