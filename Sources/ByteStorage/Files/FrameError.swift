/// A file of frames that is not what it should be.
public struct FrameError: Error, Hashable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// Where in the file, in bytes.
  public let position: Int
  /// What should be there.
  public let expectation: String
  /// What is there.
  public let finding: String

  /// Creates an error.
  public init(path: String, position: Int, expectation: String, finding: String) {
    self.path = path
    self.position = position
    self.expectation = expectation
    self.finding = finding
  }

  /// One sentence with all of it.
  public var description: String {
    "\(path), byte \(position): expected \(expectation), found \(finding)"
  }
}
