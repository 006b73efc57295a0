internal import CHDF5

/// An identifier of the library that is released when the value goes out of scope: a dataspace, a
/// datatype, a property list, or an object opened in passing.
///
/// Made and released inside `LibraryLock.locked`.
struct OwnedIdentifier: ~Copyable {
  let id: hid_t

  init(_ id: hid_t) { self.id = id }

  deinit { _ = H5Idec_ref(id) }

  /// Gives up the ownership.
  consuming func take() -> hid_t {
    let id = id
    discard self
    return id
  }
}
