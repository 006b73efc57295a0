/// A job that does not fit what it names or where it runs: a data set of another kind, a checkpoint
/// with other widths, another number of ranks.
public struct JobMismatch: Error, Hashable, CustomStringConvertible {
  /// The key in the job file, such as `model.stage-widths`.
  public let key: String
  /// What the job is held against: a file, or `mpirun`.
  public let subject: String
  /// What the job says.
  public let expectation: String
  /// What is there.
  public let finding: String

  /// Creates an error.
  public init(
    _ key: String, of subject: String, expected expectation: String, found finding: String
  ) {
    self.key = key
    self.subject = subject
    self.expectation = expectation
    self.finding = finding
  }

  /// One sentence with all of it.
  public var description: String {
    "\(subject): the job's \(key) expects \(expectation), found \(finding)"
  }
}
