/// A reference file that does not follow its schema.
public struct ConformanceError: Error, Hashable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// The dataset, attribute or key.
  public let place: String
  /// What the schema says.
  public let expectation: String
  /// What is there.
  public let finding: String

  /// One sentence with all of it.
  public var description: String {
    "\(path): \(place): expected \(expectation), found \(finding)"
  }
}
