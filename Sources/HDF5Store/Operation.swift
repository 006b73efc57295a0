internal import CHDF5

/// What is being done to which object of which file: the context that an error reports.
///
/// Every call of the library passes its result through `check`, inside `LibraryLock.locked`.
struct Operation: Sendable {
  let path: String
  let object: String?
  let action: String

  /// Returns `status`, or throws with the library's messages when it is negative.
  @discardableResult
  func check<Status: SignedInteger>(
    _ function: String, _ status: Status, otherwise kind: HDF5Error.Kind = .libraryFailure
  ) throws -> Status {
    if status < 0 { throw failure(of: function, kind) }
    return status
  }

  /// Takes ownership of an identifier that the library returned.
  func own(
    _ function: String, _ identifier: hid_t, otherwise kind: HDF5Error.Kind = .libraryFailure
  ) throws -> OwnedIdentifier {
    OwnedIdentifier(try check(function, identifier, otherwise: kind))
  }

  /// The error for a failed call of the library, with its messages.
  func failure(of function: String, _ kind: HDF5Error.Kind) -> HDF5Error {
    HDF5Error(
      kind: kind, path: path, object: object, action: action, expected: nil, found: nil,
      function: function, messages: ErrorStack.messages())
  }

  /// The error for something that we found to be otherwise than it should be.
  func error(_ kind: HDF5Error.Kind, expected: String? = nil, found: String) -> HDF5Error {
    HDF5Error(
      kind: kind, path: path, object: object, action: action, expected: expected, found: found,
      function: nil, messages: [])
  }
}
