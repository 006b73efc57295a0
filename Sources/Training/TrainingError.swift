/// Training that cannot go on, or settings that cannot be.
public struct TrainingError: Error, Hashable, CustomStringConvertible {
  /// What was wrong: a setting, or a place in the run.
  public let place: String
  /// What would be accepted.
  public let expectation: String
  /// What was found.
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
