internal import CHDF5

/// An open file and the objects that are open in it.
///
/// Every object keeps the file alive; closing the file closes its objects first, so that the
/// library really lets go of it.
final class FileHandle: @unchecked Sendable {
  let path: String
  let isWritable: Bool
  // Both are read and written under the library's lock alone.
  private var id: hid_t?
  private var openObjects: Set<hid_t> = []
  /// A dataset that is released writes its last chunks then, where nobody can catch an error: the
  /// next flush or close reports it.
  private var deferredFailure: HDF5Error?

  init(id: hid_t, path: String, isWritable: Bool) {
    self.id = id
    self.path = path
    self.isWritable = isWritable
  }

  deinit { try? close() }

  func operation(_ action: String, _ object: String? = nil) -> Operation {
    Operation(path: path, object: object, action: action)
  }

  /// The file's identifier.
  /// - Throws: `notOpen` when it has been closed.
  func identifier(for operation: Operation) throws -> hid_t {
    guard let id else {
      throw operation.error(.notOpen, expected: "an open file", found: "a closed one")
    }
    return id
  }

  /// Throws unless the file may be changed.
  func requireWritable(for operation: Operation) throws {
    _ = try identifier(for: operation)
    if !isWritable {
      throw operation.error(
        .notOpen, expected: "a file open for writing", found: "one open for reading only")
    }
  }

  func register(_ object: hid_t) { openObjects.insert(object) }

  func release(_ object: hid_t) {
    guard openObjects.remove(object) != nil else { return }
    do {
      try operation("releasing an object").check("H5Oclose", H5Oclose(object))
    } catch let error as HDF5Error {
      deferredFailure = deferredFailure ?? error
    } catch {}
  }

  func flush() throws {
    try LibraryLock.locked {
      let operation = operation("flushing the file")
      let id = try identifier(for: operation)
      try operation.check("H5Fflush", H5Fflush(id, H5F_SCOPE_LOCAL))
      try reportDeferredFailure()
    }
  }

  func close() throws {
    try LibraryLock.locked {
      guard let id else { return }
      for object in openObjects.sorted() { release(object) }
      self.id = nil
      try operation("closing the file").check("H5Fclose", H5Fclose(id))
      try reportDeferredFailure()
    }
  }

  private func reportDeferredFailure() throws {
    guard let failure = deferredFailure else { return }
    deferredFailure = nil
    throw failure
  }
}
