public import Tasks

/// A stored sample that does not have what is asked for.
public enum SampleError: Error, Hashable {
  /// The labels of a task that the named image lacks.
  case missing(DenseTask, String)
  /// The labels of a task are not as many values as the named image has pixels for.
  case size(DenseTask, String, expected: Int, found: Int)
}

extension SampleError: CustomStringConvertible {
  /// Image, task, expectation and finding.
  public var description: String {
    switch self {
    case .missing(let task, let name):
      "image \(name): expected a label of \(task.rawValue), found none"
    case .size(let task, let name, let expected, let found):
      "image \(name): expected \(expected) values of \(task.rawValue), found \(found)"
    }
  }
}
