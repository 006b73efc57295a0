/// A data set file that does not follow the format, or a sample that does not fit into one.
public struct DatasetError: Error, Hashable, Sendable {
  /// The file.
  public let path: String
  /// The dataset or attribute inside it, such as `/test/image` or `/@format`.
  public let place: String
  /// What the format says.
  public let expected: String
  /// What is there.
  public let found: String

  init(_ path: String, _ place: String, expected: String, found: String) {
    self.path = path
    self.place = place
    self.expected = expected
    self.found = found
  }
}

extension DatasetError: CustomStringConvertible {
  /// File, place, expectation and finding.
  public var description: String { "\(path): \(place): expected \(expected), found \(found)" }
}
