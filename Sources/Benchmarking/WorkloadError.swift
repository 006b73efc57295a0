/// A workload that cannot be timed.
public struct WorkloadError: Error, Hashable, CustomStringConvertible {
  /// What is wrong: an option of the workload.
  public let part: String
  /// What would be accepted.
  public let expectation: String
  /// What was asked for.
  public let finding: String

  /// One sentence with all of it.
  public var description: String { "\(part): expected \(expectation), found \(finding)" }
}
