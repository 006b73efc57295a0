/// Bytes that are not what was written.
public struct ByteError: Error, Hashable, CustomStringConvertible {
  /// Where in the bytes.
  public let position: Int
  /// What should be there.
  public let expectation: String
  /// What is there.
  public let finding: String

  /// Creates an error.
  public init(position: Int, expected expectation: String, found finding: String) {
    self.position = position
    self.expectation = expectation
    self.finding = finding
  }

  /// One sentence with all of it.
  public var description: String {
    "byte \(position): expected \(expectation), found \(finding)"
  }
}
