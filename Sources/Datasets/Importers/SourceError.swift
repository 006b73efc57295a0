/// A folder or file that is not laid out as the importer knows it.
public struct SourceError: Error, Hashable, Sendable {
  /// The file or folder.
  public let path: String
  /// The entry, line or dataset in it; nil for all of it.
  public let place: String?
  /// What was expected.
  public let expected: String
  /// What is there.
  public let found: String

  init(_ path: String, _ place: String? = nil, expected: String, found: String) {
    self.path = path
    self.place = place
    self.expected = expected
    self.found = found
  }
}

extension SourceError: CustomStringConvertible {
  /// Path, place, expectation and finding.
  public var description: String {
    "\(path): \(place.map { "\($0): " } ?? "")expected \(expected), found \(found)"
  }
}
