/// What the elements of a dataset or an attribute are.
public enum ElementType: Hashable, Sendable {
  /// Signed 8-bit integer.
  case int8
  /// Signed 16-bit integer.
  case int16
  /// Signed 32-bit integer.
  case int32
  /// Signed 64-bit integer.
  case int64
  /// Unsigned 8-bit integer.
  case uint8
  /// Unsigned 16-bit integer.
  case uint16
  /// Unsigned 32-bit integer.
  case uint32
  /// Unsigned 64-bit integer.
  case uint64
  /// IEEE 754 half precision; only converting reads take it.
  case float16
  /// IEEE 754 single precision.
  case float32
  /// IEEE 754 double precision.
  case float64
  /// Strings that all occupy the same number of bytes.
  case fixedString(byteCount: Int)
  /// Strings that are stored each with its own length.
  case variableString
  /// References to objects of the same file.
  case objectReference
  /// Anything else, in words: it cannot be read here.
  case unsupported(String)

  /// Whether the elements are numbers.
  public var isNumeric: Bool {
    switch self {
    case .fixedString, .variableString, .objectReference, .unsupported: false
    default: true
    }
  }
}

extension ElementType: CustomStringConvertible {
  /// The type in words.
  public var description: String {
    switch self {
    case .int8: "int8"
    case .int16: "int16"
    case .int32: "int32"
    case .int64: "int64"
    case .uint8: "uint8"
    case .uint16: "uint16"
    case .uint32: "uint32"
    case .uint64: "uint64"
    case .float16: "float16"
    case .float32: "float32"
    case .float64: "float64"
    case .fixedString(let byteCount): "string of \(byteCount) bytes"
    case .variableString: "string of variable length"
    case .objectReference: "object reference"
    case .unsupported(let description): description
    }
  }
}
