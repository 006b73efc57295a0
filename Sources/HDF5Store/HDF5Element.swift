/// A number that can be an element of a dataset or an attribute.
///
/// The ten conformances below are all that the format has a plain type for; do not add others.
public protocol HDF5Element: BitwiseCopyable, Sendable {
  /// The type in a file.
  static var elementType: ElementType { get }
  /// Zero: what memory is filled with before a read.
  init()
}

extension Int8: HDF5Element {
  /// Signed 8-bit integer.
  public static var elementType: ElementType { .int8 }
}
extension Int16: HDF5Element {
  /// Signed 16-bit integer.
  public static var elementType: ElementType { .int16 }
}
extension Int32: HDF5Element {
  /// Signed 32-bit integer.
  public static var elementType: ElementType { .int32 }
}
extension Int64: HDF5Element {
  /// Signed 64-bit integer.
  public static var elementType: ElementType { .int64 }
}
extension UInt8: HDF5Element {
  /// Unsigned 8-bit integer.
  public static var elementType: ElementType { .uint8 }
}
extension UInt16: HDF5Element {
  /// Unsigned 16-bit integer.
  public static var elementType: ElementType { .uint16 }
}
extension UInt32: HDF5Element {
  /// Unsigned 32-bit integer.
  public static var elementType: ElementType { .uint32 }
}
extension UInt64: HDF5Element {
  /// Unsigned 64-bit integer.
  public static var elementType: ElementType { .uint64 }
}
extension Float: HDF5Element {
  /// IEEE 754 single precision.
  public static var elementType: ElementType { .float32 }
}
extension Double: HDF5Element {
  /// IEEE 754 double precision.
  public static var elementType: ElementType { .float64 }
}
