internal import CHDF5

extension HDF5File {
  /// Version of the library in use, such as `1.10.8`.
  public static var libraryVersion: String {
    LibraryLock.locked {
      var (major, minor, release) = (UInt32(0), UInt32(0), UInt32(0))
      guard unsafe H5get_libversion(&major, &minor, &release) >= 0 else { return "unknown" }
      return "\(major).\(minor).\(release)"
    }
  }
}
