internal import Glibc

/// A system call on a file that failed.
public struct FileError: Error, Hashable, CustomStringConvertible {
  /// The file, as it was named.
  public let path: String
  /// The system call.
  public let function: String
  /// The number of the reason, as in `errno`.
  public let code: Int32

  /// Takes the reason from `errno`, so it is made right after the call.
  init(_ path: String, _ function: String) {
    self.path = path
    self.function = function
    code = errno
  }

  /// The system's words for the reason.
  public var reason: String { unsafe String(cString: strerror(code)) }

  /// One sentence with all of it.
  public var description: String { "\(path): \(function): \(reason)" }
}
