internal import CHDF5
internal import Glibc

extension HDF5File {
  /// Creates an empty file.
  ///
  /// Equal content written in the same order gives equal bytes: no times are recorded.
  /// - Parameter replacing: whether a file of that name is overwritten; otherwise it is an error.
  /// - Throws: `HDF5Error` when the file exists or cannot be made.
  public static func create(_ path: String, replacing: Bool = false) throws -> HDF5File {
    try LibraryLock.locked {
      let operation = Operation(path: path, object: nil, action: "creating the file")
      guard !path.isEmpty, !path.utf8.contains(0) else {
        throw operation.error(.invalidArgument, expected: "a path", found: "\"\(path)\"")
      }
      if !replacing, unsafe Glibc.access(path, F_OK) == 0 {
        throw operation.error(
          .fileExists, expected: "no file of that name", found: "one that would be overwritten")
      }
      let access = try accessProperties(lock: true, operation)
      let creation = try operation.own("H5Pcreate", H5Pcreate(equipoise_h5p_file_create()))
      try operation.check("H5Pset_obj_track_times", H5Pset_obj_track_times(creation.id, false))
      let flags = replacing ? equipoise_h5f_acc_trunc() : equipoise_h5f_acc_excl()
      let identifier = try unsafe operation.own(
        "H5Fcreate", H5Fcreate(path, flags, creation.id, access.id))
      return try HDF5File(identifier, path: path, isWritable: true)
    }
  }
}
