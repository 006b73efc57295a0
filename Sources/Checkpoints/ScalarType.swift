/// The type of a stored number. The raw value is the name that safetensors gives it.
public enum ScalarType: String, Hashable, Sendable, CaseIterable {
  /// IEEE 754 binary64.
  case float64 = "F64"
  /// IEEE 754 binary32.
  case float32 = "F32"
  /// IEEE 754 binary16.
  case float16 = "F16"
  /// The upper half of a binary32.
  case bfloat16 = "BF16"
  /// 64-bit two's complement.
  case int64 = "I64"
  /// 32-bit two's complement.
  case int32 = "I32"
  /// 16-bit two's complement.
  case int16 = "I16"
  /// 8-bit two's complement.
  case int8 = "I8"
  /// 64-bit unsigned.
  case uint64 = "U64"
  /// 32-bit unsigned.
  case uint32 = "U32"
  /// 16-bit unsigned.
  case uint16 = "U16"
  /// 8-bit unsigned.
  case uint8 = "U8"
  /// One byte, zero for false.
  case bool = "BOOL"

  /// Bytes of one number.
  public var byteCount: Int {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .int8, .uint8, .bool: 1
    }
  }

  /// The type of the elements of PyTorch's storage class of this name, such as `FloatStorage`.
  init?(torchStorage name: String) {
    switch name {
    case "DoubleStorage": self = .float64
    case "FloatStorage": self = .float32
    case "HalfStorage": self = .float16
    case "BFloat16Storage": self = .bfloat16
    case "LongStorage": self = .int64
    case "IntStorage": self = .int32
    case "ShortStorage": self = .int16
    case "CharStorage": self = .int8
    case "ByteStorage": self = .uint8
    case "BoolStorage": self = .bool
    default: return nil
    }
  }

  /// PyTorch's `dtype` of this name, such as `float32`.
  init?(torchDtype name: String) {
    switch name {
    case "float64": self = .float64
    case "float32": self = .float32
    case "float16": self = .float16
    case "bfloat16": self = .bfloat16
    case "int64": self = .int64
    case "int32": self = .int32
    case "int16": self = .int16
    case "int8": self = .int8
    case "uint64": self = .uint64
    case "uint32": self = .uint32
    case "uint16": self = .uint16
    case "uint8": self = .uint8
    case "bool": self = .bool
    default: return nil
    }
  }
}
