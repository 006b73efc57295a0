/// Everything that is wrong with a job file.
public struct JobFileError: Error, Hashable, CustomStringConvertible {
  /// What the file is called.
  public let path: String
  /// The problems in the order of their places; at least one.
  public let problems: [JobProblem]

  /// Creates an error; problems that are equal are listed once.
  /// - Precondition: there is a problem.
  public init(path: String, problems: [JobProblem]) {
    precondition(!problems.isEmpty, "an error without a problem")
    self.path = path
    var seen = Set<JobProblem>()
    let different = problems.filter { seen.insert($0).inserted }
    self.problems = different.enumerated().sorted {
      ($0.element.place, $0.offset) < ($1.element.place, $1.offset)
    }.map(\.element)
  }

  /// One line for each problem.
  public var description: String {
    problems.map { $0.text(path: path) }.joined(separator: "\n")
  }
}
