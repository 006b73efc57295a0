/// Label values as a data set stores them, before decoding.
public enum StoredLabelValues: Equatable, Sendable {
  /// Unsigned 8-bit integers.
  case bytes([UInt8])
  /// Unsigned 16-bit integers.
  case words([UInt16])
  /// 32-bit floats.
  case floats([Float])

  /// Number of values.
  public var count: Int {
    switch self {
    case .bytes(let values): values.count
    case .words(let values): values.count
    case .floats(let values): values.count
    }
  }

  /// The number type in the words of an error.
  var typeName: String {
    switch self {
    case .bytes: "8-bit integers"
    case .words: "16-bit integers"
    case .floats: "32-bit floats"
    }
  }
}
