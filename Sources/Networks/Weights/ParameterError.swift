/// A parameter that a network needs and a source does not have in that form.
public struct ParameterError: Error, Hashable, CustomStringConvertible {
  /// Name in PyTorch's state dict.
  public let name: String
  /// What the network needs.
  public let expectation: String
  /// What the source has.
  public let finding: String

  /// One sentence with all of it.
  public var description: String {
    "parameter \(name): expected \(expectation), found \(finding)"
  }
}
