/// A parameter that a network needs and a source does not have in that form.
public struct ParameterError: Error, Hashable, CustomStringConvertible {
  /// Name in PyTorch's state dict.
  public let name: String
  /// What the network needs.
  public let expectation: String
  /// What the source has.
  public let finding: String

  /// Creates an error.
  public init(name: String, expectation: String, finding: String) {
    self.name = name
    self.expectation = expectation
    self.finding = finding
  }

  /// One sentence with all of it.
  public var description: String {
    "parameter \(name): expected \(expectation), found \(finding)"
  }
}
