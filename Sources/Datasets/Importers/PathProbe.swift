internal import Glibc

/// Asks whether something is there.
enum PathProbe {
  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
}
