internal import Glibc

/// Why processes cannot share memory.
public struct SharedMemoryError: Error, Hashable, CustomStringConvertible {
  /// The system's number of the error.
  public let code: Int32
  /// What was being done.
  public let operation: String

  /// Creates an error.
  public init(code: Int32, operation: String) {
    self.code = code
    self.operation = operation
  }

  /// The system's text for the error.
  public var text: String { unsafe strerror(code).map { unsafe String(cString: $0) } ?? "\(code)" }

  /// Operation and reason.
  public var description: String { "\(operation): \(text)" }
}
