/// A layer description that cannot be read or describes no backbone.
public struct PrototxtError: Error, Hashable, CustomStringConvertible {
  /// A place in a text.
  public struct Position: Hashable, Sendable {
    /// The line, counted from 1.
    public var line: Int
    /// The character in the line, counted from 1.
    public var column: Int
  }

  /// Name of the text, as the caller gave it.
  public let file: String
  /// Where it goes wrong.
  public let position: Position
  /// What has to be there.
  public let expectation: String
  /// What is there.
  public let finding: String

  /// One sentence with all of it.
  public var description: String {
    "\(file), line \(position.line), column \(position.column): expected \(expectation), "
      + "found \(finding)"
  }
}
