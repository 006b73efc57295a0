internal import CHDF5
internal import Glibc

/// An open HDF5 file.
///
/// Groups and datasets keep the file open; `close()` closes them with it. A file that was written
/// has to be closed by hand, because only then a failure of the last write is reported; after such
/// a failure the file is worthless, even if it can be opened. All calls may come from any thread;
/// they are carried out one after the other.
public struct HDF5File: Sendable {
  /// Whether a file is opened to be read or to be changed.
  public enum Access: Hashable, Sendable {
    /// Nothing is changed and no lock is taken, so that read-only and network file systems work.
    case readOnly
    /// Objects can be added, changed, and extended.
    case readWrite
  }

  private let handle: FileHandle
  /// The group that holds everything; its attributes are those of the file.
  public let root: HDF5Group

  /// The path it was opened under.
  public var path: String { handle.path }

  /// Takes ownership of an open file.
  init(_ id: consuming OwnedIdentifier, path: String, isWritable: Bool) throws {
    let file = id.take()
    handle = FileHandle(id: file, path: path, isWritable: isWritable)
    let operation = handle.operation("opening the root group", "/")
    let group = try unsafe operation.own(
      "H5Gopen2", H5Gopen2(file, "/", equipoise_h5p_default()), otherwise: .damaged)
    root = HDF5Group(ObjectHandle(group, name: "/", in: handle))
  }

  /// Opens an existing file.
  /// - Throws: `HDF5Error` when the file is missing, is not HDF5, is cut off, or is being written.
  public static func open(_ path: String, for access: Access = .readOnly) throws -> HDF5File {
    try LibraryLock.locked {
      let operation = Operation(path: path, object: nil, action: "opening the file")
      let isWritable = access == .readWrite
      try requireReadable(path, operation)
      let properties = try accessProperties(lock: isWritable, operation)
      let flags = isWritable ? equipoise_h5f_acc_rdwr() : equipoise_h5f_acc_rdonly()
      let identifier = try unsafe operation.own(
        "H5Fopen", H5Fopen(path, flags, properties.id), otherwise: .damaged)
      return try HDF5File(identifier, path: path, isWritable: isWritable)
    }
  }

  /// Writes everything to the file system.
  /// - Throws: `HDF5Error`, also for an earlier failure of writing that could not be reported.
  public func flush() throws { try handle.flush() }

  /// Closes the file and everything that is open in it; closing twice is harmless.
  /// - Throws: `HDF5Error`, also for an earlier failure of writing that could not be reported.
  public func close() throws { try handle.close() }

  /// Throws unless there is a file with the signature of HDF5.
  static func requireReadable(_ path: String, _ operation: Operation) throws {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw operation.error(.invalidArgument, expected: "a path", found: "\"\(path)\"")
    }
    guard unsafe Glibc.access(path, R_OK) == 0 else {
      let reason = unsafe String(cString: strerror(errno))
      throw operation.error(.fileNotFound, expected: "a readable file", found: reason)
    }
    let isHDF5 = try unsafe operation.check("H5Fis_hdf5", H5Fis_hdf5(path), otherwise: .notHDF5)
    guard isHDF5 > 0 else {
      throw operation.error(
        .notHDF5, expected: "an HDF5 file", found: "a file without the HDF5 signature")
    }
  }

  /// The properties that every file is opened with.
  static func accessProperties(lock: Bool, _ operation: Operation) throws -> OwnedIdentifier {
    let properties = try operation.own("H5Pcreate", H5Pcreate(equipoise_h5p_file_access()))
    // Plain file descriptors, whatever the environment prefers: `GlobalHeap` reads from them.
    try operation.check("H5Pset_fapl_sec2", H5Pset_fapl_sec2(properties.id))
    try operation.check(
      "H5Pset_file_locking", equipoise_set_file_locking(properties.id, lock ? 1 : 0))
    // Fixed, so that a newer library writes the same bytes; 1.10 has checksums for all metadata
    // and marks a file while it is being written.
    try operation.check(
      "H5Pset_libver_bounds",
      H5Pset_libver_bounds(properties.id, H5F_LIBVER_V110, H5F_LIBVER_V110))
    try operation.check(
      "H5Pset_cache",
      H5Pset_cache(properties.id, 0, chunkCacheSlots, chunkCacheByteCount, chunkCachePreemption))
    return properties
  }

  /// Bytes of chunks kept in memory per dataset: a few images, where the default of 1 MiB holds
  /// none, so that reading an image row by row would inflate it again for every row.
  private static let chunkCacheByteCount = 8 << 20
  /// A prime, about a hundred times the chunks that fit.
  private static let chunkCacheSlots = 521
  /// The library's default.
  private static let chunkCachePreemption = 0.75
}
