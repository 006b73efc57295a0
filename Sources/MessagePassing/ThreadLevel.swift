internal import CMPI

/// How the threads of a process may call MPI, from least to most (MPI-3.1, section 12.4.3).
public enum ThreadLevel: Int, Comparable, Sendable, CustomStringConvertible {
  /// The process has one thread (`MPI_THREAD_SINGLE`).
  case single
  /// Only the thread that entered MPI calls it (`MPI_THREAD_FUNNELED`).
  case funneled
  /// Any thread calls MPI, but the program never lets two calls overlap (`MPI_THREAD_SERIALIZED`).
  case serialized
  /// Any thread calls MPI at any time (`MPI_THREAD_MULTIPLE`).
  case multiple

  /// Whether the first level allows less than the second.
  public static func < (left: ThreadLevel, right: ThreadLevel) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The level's name in the standard.
  public var description: String {
    switch self {
    case .single: "MPI_THREAD_SINGLE"
    case .funneled: "MPI_THREAD_FUNNELED"
    case .serialized: "MPI_THREAD_SERIALIZED"
    case .multiple: "MPI_THREAD_MULTIPLE"
    }
  }

  /// The library's constant.
  var libraryValue: Int32 {
    switch self {
    case .single: Int32(MPI_THREAD_SINGLE)
    case .funneled: Int32(MPI_THREAD_FUNNELED)
    case .serialized: Int32(MPI_THREAD_SERIALIZED)
    case .multiple: Int32(MPI_THREAD_MULTIPLE)
    }
  }

  /// The level of a constant of the library; the least one for a constant that is not known.
  init(libraryValue: Int32) {
    switch Int(libraryValue) {
    case Int(MPI_THREAD_MULTIPLE): self = .multiple
    case Int(MPI_THREAD_SERIALIZED): self = .serialized
    case Int(MPI_THREAD_FUNNELED): self = .funneled
    default: self = .single
    }
  }
}
