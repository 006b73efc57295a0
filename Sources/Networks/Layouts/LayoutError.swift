/// A tree layout that cannot be, or a text or request that does not make one.
public struct LayoutError: Error, Hashable, CustomStringConvertible {
  /// Where it goes wrong, such as `block 3` or `character 17`.
  public let place: String
  /// What a layout needs there.
  public let expectation: String
  /// What is there.
  public let finding: String

  /// Creates an error.
  public init(place: String, expectation: String, finding: String) {
    self.place = place
    self.expectation = expectation
    self.finding = finding
  }

  /// One sentence with all of it.
  public var description: String {
    "tree layout, \(place): expected \(expectation), found \(finding)"
  }
}
