/// A model that cannot be: impossible parameters, or parts that do not fit each other.
public struct ModelError: Error, Hashable, CustomStringConvertible {
  /// The part: a parameter of the description or a tensor's name.
  public let part: String
  /// What it must be.
  public let expectation: String
  /// What it is.
  public let finding: String

  /// One sentence with all of it.
  public var description: String { "model, \(part): expected \(expectation), found \(finding)" }
}
