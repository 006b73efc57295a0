/// An attack that cannot be run as configured, or images that it cannot be run on.
public struct AttackError: Error, Hashable, CustomStringConvertible {
  /// The parameter, or the place in the images.
  public let place: String
  /// What would be accepted.
  public let expectation: String
  /// What was given.
  public let finding: String

  /// Creates an error.
  public init(_ place: String, expected expectation: String, found finding: String) {
    self.place = place
    self.expectation = expectation
    self.finding = finding
  }

  /// One sentence with all of it.
  public var description: String { "\(place): expected \(expectation), found \(finding)" }
}
