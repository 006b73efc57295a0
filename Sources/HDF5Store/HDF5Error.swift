/// A failure of HDF5, or a file that is not as it should be.
public struct HDF5Error: Error, Hashable, Sendable {
  /// What went wrong, as far as a caller may want to decide on it.
  public enum Kind: Hashable, Sendable {
    /// There is no file at the path, or it cannot be opened at all.
    case fileNotFound
    /// A file is in the way of one that is to be created.
    case fileExists
    /// The file lacks the HDF5 signature.
    case notHDF5
    /// The file is cut off, fails a checksum, or contradicts itself.
    case damaged
    /// There is no group, dataset, or attribute of that name.
    case objectNotFound
    /// A group, dataset, or attribute of that name is there already.
    case objectExists
    /// The object or its elements are of another type than asked for.
    case typeMismatch
    /// The format allows it, but it cannot be read here.
    case unsupported
    /// Rank, extent, or number of elements is not as asked for.
    case shapeMismatch
    /// A hyperslab does not lie inside the dataset.
    case outOfRange
    /// A size read from the file is beyond what is believed.
    case limitExceeded
    /// Text is not UTF-8, or cannot be stored as a string.
    case invalidText
    /// An argument is outside of what the format allows.
    case invalidArgument
    /// The file has been closed, or is open for reading only.
    case notOpen
    /// The library reports another failure.
    case libraryFailure
  }

  /// What went wrong.
  public let kind: Kind
  /// Path of the file.
  public let path: String
  /// Name of the object inside the file: `/test/image`, or `/test/image@unit` for an attribute.
  public let object: String?
  /// What was being done, as in "reading the dataset".
  public let action: String
  /// What was expected, where our own check failed.
  public let expected: String?
  /// What was found instead, where our own check failed.
  public let found: String?
  /// The C function that failed, where the library reported the failure.
  public let function: String?
  /// The library's error stack, innermost message first.
  public let messages: [String]
}

extension HDF5Error: CustomStringConvertible {
  /// Path, object, action and finding in one line.
  public var description: String {
    var text = path
    if let object { text += ": \(object)" }
    text += ": \(action)"
    if let expected { text += ": expected \(expected)" }
    if let found { text += expected == nil ? ": \(found)" : ", found \(found)" }
    if let function { text += ": \(function) failed" }
    if !messages.isEmpty {
      let shown = messages.prefix(Self.describedMessages).map(Self.brief)
      text += " (\(shown.joined(separator: "; ")))"
    }
    return text
  }

  /// The innermost messages tell the cause, the others only repeat the way there.
  private static let describedMessages = 3

  /// Of a message about a system call what failed and the system's reason, without the time, the
  /// descriptor and the addresses between them.
  private static func brief(_ message: String) -> String {
    guard
      let parts = message.firstMatch(
        of: /^(.*?): (?:time|name|filename) = .*error message = '([^']*)'/)
    else { return message }
    return "\(parts.1): \(parts.2)"
  }
}
