/// An image or array file that cannot be used.
public struct ImageFileError: Error, Hashable, Sendable {
  /// The file.
  public let path: String
  /// What was expected of it.
  public let expected: String
  /// What is there, or the library's words.
  public let found: String

  init(_ path: String, expected: String, found: String) {
    self.path = path
    self.expected = expected
    self.found = found
  }
}

extension ImageFileError: CustomStringConvertible {
  /// File, expectation and finding.
  public var description: String { "\(path): expected \(expected), found \(found)" }
}
