internal import Glibc

/// Folders of the file system.
public enum Folder {
  /// Makes a folder, and those above it that are missing. One that is there is left as it is.
  /// - Throws: ``FileError`` with the system's reason, such as a file on the way.
  public static func make(_ path: String) throws(FileError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for name in path.split(separator: "/") {
      made += made.isEmpty || made.hasSuffix("/") ? name : "/\(name)"
      guard unsafe mkdir(made, 0o777) != 0 else { continue }
      // A folder that is there may be one that nobody may write to, or be on a read-only system.
      if errno == EEXIST || isFolder(made) {
        guard isFolder(made) else {
          errno = ENOTDIR
          throw FileError(made, "mkdir")
        }
        continue
      }
      throw FileError(made, "mkdir")
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    let reason = errno
    defer { errno = reason }
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
