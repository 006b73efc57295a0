internal import CHDF5

/// An open group or dataset, closed with the last reference.
final class ObjectHandle: Sendable {
  let file: FileHandle
  /// Absolute name inside the file.
  let name: String
  private let id: hid_t

  /// Takes ownership of `id`.
  init(_ id: consuming OwnedIdentifier, name: String, in file: FileHandle) {
    self.id = id.take()
    self.name = name
    self.file = file
    file.register(self.id)
  }

  deinit { LibraryLock.locked { file.release(id) } }

  /// Runs `body` with the identifier, inside the library's lock.
  /// - Throws: `notOpen` when the file has been closed.
  func perform<Result: ~Copyable>(
    _ action: String, attribute: String? = nil,
    _ body: (_ id: hid_t, _ operation: Operation) throws -> Result
  ) throws -> Result {
    try LibraryLock.locked {
      let object = attribute.map { "\(name)@\($0)" } ?? name
      let operation = file.operation(action, object)
      _ = try file.identifier(for: operation)
      return try body(id, operation)
    }
  }

  /// As `perform`, and the file must be open for writing.
  func performWriting<Result: ~Copyable>(
    _ action: String, attribute: String? = nil,
    _ body: (_ id: hid_t, _ operation: Operation) throws -> Result
  ) throws -> Result {
    try perform(action, attribute: attribute) { id, operation in
      try file.requireWritable(for: operation)
      return try body(id, operation)
    }
  }
}
