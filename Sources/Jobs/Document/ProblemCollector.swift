/// Collects what is wrong with a job file while it is read, so that all of it is reported at once.
final class ProblemCollector {
  private(set) var problems: [JobProblem] = []

  /// Whether nothing is wrong so far.
  var isEmpty: Bool { problems.isEmpty }

  /// Adds a problem.
  func add(
    _ place: JobPlace, key: String, expected expectation: String, found finding: String,
    suggestion: String? = nil
  ) {
    problems.append(
      JobProblem(
        place, key: key, expected: expectation, found: finding, suggestion: suggestion))
  }

  /// The error that reports everything.
  /// - Precondition: there is a problem.
  func error(path: String) -> JobFileError { JobFileError(path: path, problems: problems) }
}
