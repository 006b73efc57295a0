/// What went wrong in a call of MPI, and while doing what.
///
/// After an error in a collective call or in the middle of a message the ranks may disagree about
/// what comes next. Let the error leave ``withMPI(threadLevel:acceptingAtLeast:pieceByteCount:_:)``,
/// which ends the job, unless the call says that the communicator stays usable.
public struct MPIError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kinds of failure.
  public enum Cause: Equatable, Sendable {
    /// The library refused: its function, its return code, the code's class (MPI-3.1, section 8.4)
    /// and its own text.
    case library(function: String, code: Int, errorClass: Int, text: String)
    /// An argument that cannot be meant.
    case invalidArgument(name: String, expected: String, found: String)
    /// MPI was entered before, or left already, in this process.
    case alreadyUsed
    /// The library grants fewer liberties to threads than the program needs.
    case threadLevel(required: ThreadLevel, provided: ThreadLevel)
    /// Ranks entered a collective call with arguments that do not fit together.
    case collectiveMismatch(rank: Int, found: String, rankZero: String)
    /// Two ranks bring to a sum what does not fit together.
    case treeMismatch(rank: Int, found: String, parent: Int, expected: String)
    /// A message has another length than the receiver can take.
    case messageLength(source: Int, tag: Int, expected: String, foundByteCount: Int)
    /// A rank of a node cannot make or find memory that the ranks would share: the system's number
    /// and text of the error.
    case sharedMemory(rank: Int, code: Int, text: String)
    /// A sum of integers does not fit its type.
    case integerOverflow(type: String)
  }

  /// What was being done, in words, with the numbers that matter.
  public let operation: String
  /// What happened.
  public let cause: Cause

  /// Creates an error.
  public init(operation: String, cause: Cause) {
    self.operation = operation
    self.cause = cause
  }

  /// A sentence that names operation, expectation and finding.
  public var description: String {
    switch cause {
    case .library(let function, let code, _, let text):
      "\(operation): \(function) failed with code \(code), \(text)"
    case .invalidArgument(let name, let expected, let found):
      "\(operation): expected \(name) to be \(expected), found \(found)"
    case .alreadyUsed:
      "\(operation): a process can enter MPI only once, and this one has entered it before"
    case .threadLevel(let required, let provided):
      "\(operation): at least \(required) is required, the library provides \(provided)"
    case .collectiveMismatch(let rank, let found, let rankZero):
      "\(operation): rank \(rank) calls \(found), but rank 0 calls \(rankZero)"
    case .treeMismatch(let rank, let found, let parent, let expected):
      "\(operation): rank \(rank) brings \(found), but rank \(parent) brings \(expected)"
    case .messageLength(let source, let tag, let expected, let found):
      "\(operation): expected \(expected), found a message of \(found) bytes "
        + "from rank \(source) with tag \(tag)"
    case .sharedMemory(let rank, let code, let text):
      "\(operation): rank \(rank) of the node failed with code \(code), \(text)"
    case .integerOverflow(let type):
      "\(operation): a sum does not fit \(type)"
    }
  }
}
