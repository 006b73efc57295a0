/// One thing that is wrong with a job file.
public struct JobProblem: Hashable, Sendable {
  /// Where it stands.
  public let place: JobPlace
  /// The key, such as `attacks[1].steps`; empty when the file as a whole is wrong.
  public let key: String
  /// What would be accepted.
  public let expectation: String
  /// What is there.
  public let finding: String
  /// The name that was probably meant, if one is near.
  public let suggestion: String?

  /// Creates a problem.
  public init(
    _ place: JobPlace, key: String, expected expectation: String, found finding: String,
    suggestion: String? = nil
  ) {
    self.place = place
    self.key = key
    self.expectation = expectation
    self.finding = finding
    self.suggestion = suggestion
  }

  /// One line with all of it.
  /// - Parameter path: What the file is called.
  public func text(path: String) -> String {
    let start =
      switch place {
      case .file(let line, let column): "\(path):\(line):\(column)"
      case .option(let name): name
      }
    let hint = suggestion.map { "; did you mean \($0)?" } ?? ""
    return "\(start): \(key.isEmpty ? "" : "\(key): ")expected \(expectation), found \(finding)"
      + hint
  }
}
