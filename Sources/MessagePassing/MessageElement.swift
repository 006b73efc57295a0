internal import CMPI

/// A number that travels between ranks as itself.
///
/// The types of this module conform; a type elsewhere that conforms must have the size of its kind
/// (a precondition of every transfer).
public protocol MessageElement: BitwiseCopyable, Sendable {
  /// The number's representation.
  static var messageElementKind: MessageElementKind { get }
}

/// The representations that travel (MPI-3.1, section 3.2.2).
public enum MessageElementKind: Int, Sendable {
  /// Unsigned integers of 8, 32 and 64 bits.
  case uint8, uint32, uint64
  /// Signed integers of 8, 32 and 64 bits.
  case int8, int32, int64
  /// IEEE numbers of 32 and 64 bits.
  case float, double
}

extension UInt8: MessageElement {
  /// Unsigned, 8 bits.
  public static var messageElementKind: MessageElementKind { .uint8 }
}
extension Int8: MessageElement {
  /// Signed, 8 bits.
  public static var messageElementKind: MessageElementKind { .int8 }
}
extension UInt32: MessageElement {
  /// Unsigned, 32 bits.
  public static var messageElementKind: MessageElementKind { .uint32 }
}
extension Int32: MessageElement {
  /// Signed, 32 bits.
  public static var messageElementKind: MessageElementKind { .int32 }
}
extension UInt64: MessageElement {
  /// Unsigned, 64 bits.
  public static var messageElementKind: MessageElementKind { .uint64 }
}
extension Int64: MessageElement {
  /// Signed, 64 bits.
  public static var messageElementKind: MessageElementKind { .int64 }
}
extension Int: MessageElement {
  /// Signed, 64 bits on the platforms that are supported.
  public static var messageElementKind: MessageElementKind { .int64 }
}
extension Float: MessageElement {
  /// IEEE, 32 bits.
  public static var messageElementKind: MessageElementKind { .float }
}
extension Double: MessageElement {
  /// IEEE, 64 bits.
  public static var messageElementKind: MessageElementKind { .double }
}

extension MessageElementKind {
  /// Bytes of one element.
  var byteCount: Int {
    switch self {
    case .uint8, .int8: 1
    case .uint32, .int32, .float: 4
    case .uint64, .int64, .double: 8
    }
  }

  /// The library's data type.
  var datatype: MPI_Datatype? {
    switch self {
    case .uint8: unsafe equipoise_mpi_uint8()
    case .int8: unsafe equipoise_mpi_int8()
    case .uint32: unsafe equipoise_mpi_uint32()
    case .int32: unsafe equipoise_mpi_int32()
    case .uint64: unsafe equipoise_mpi_uint64()
    case .int64: unsafe equipoise_mpi_int64()
    case .float: unsafe equipoise_mpi_float()
    case .double: unsafe equipoise_mpi_double()
    }
  }
}

extension MessageElement {
  /// The library's data type.
  static var datatype: MPI_Datatype? {
    precondition(
      MemoryLayout<Self>.stride == messageElementKind.byteCount,
      "\(Self.self) has \(MemoryLayout<Self>.stride) bytes, its kind \(messageElementKind) has "
        + "\(messageElementKind.byteCount)")
    return unsafe messageElementKind.datatype
  }
}
