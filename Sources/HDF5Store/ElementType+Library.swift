internal import CHDF5

extension ElementType {
  /// The type of numbers in memory and in files that we write (little-endian), nil for all else.
  var identifiers: (memory: hid_t, file: hid_t)? {
    switch self {
    case .int8: (equipoise_h5t_native_int8(), equipoise_h5t_std_i8le())
    case .int16: (equipoise_h5t_native_int16(), equipoise_h5t_std_i16le())
    case .int32: (equipoise_h5t_native_int32(), equipoise_h5t_std_i32le())
    case .int64: (equipoise_h5t_native_int64(), equipoise_h5t_std_i64le())
    case .uint8: (equipoise_h5t_native_uint8(), equipoise_h5t_std_u8le())
    case .uint16: (equipoise_h5t_native_uint16(), equipoise_h5t_std_u16le())
    case .uint32: (equipoise_h5t_native_uint32(), equipoise_h5t_std_u32le())
    case .uint64: (equipoise_h5t_native_uint64(), equipoise_h5t_std_u64le())
    case .float32: (equipoise_h5t_native_float(), equipoise_h5t_ieee_f32le())
    case .float64: (equipoise_h5t_native_double(), equipoise_h5t_ieee_f64le())
    default: nil
    }
  }

  /// Describes a datatype of the library.
  init(of type: hid_t, _ operation: Operation) throws {
    let typeClass = H5Tget_class(type)
    let size = H5Tget_size(type)
    guard size > 0 else { throw operation.failure(of: "H5Tget_size", .damaged) }
    switch typeClass {
    case H5T_INTEGER: self = Self.integer(type, size: size)
    case H5T_FLOAT: self = Self.float(type, size: size)
    case H5T_STRING:
      let isVariable = try operation.check("H5Tis_variable_str", H5Tis_variable_str(type)) > 0
      self = isVariable ? .variableString : .fixedString(byteCount: size)
    case H5T_REFERENCE:
      let isObject = try operation.check(
        "H5Tequal", H5Tequal(type, equipoise_h5t_std_ref_obj()))
      self = isObject > 0 ? .objectReference : .unsupported("region reference")
    case H5T_COMPOUND:
      self = .unsupported("compound of \(H5Tget_nmembers(type)) members and \(size) bytes")
    case H5T_ENUM: self = .unsupported("enumeration of \(size) bytes")
    case H5T_ARRAY: self = .unsupported("array of \(size) bytes")
    case H5T_VLEN: self = .unsupported("sequence of variable length")
    case H5T_OPAQUE: self = .unsupported("opaque of \(size) bytes")
    case H5T_BITFIELD: self = .unsupported("bit field of \(size) bytes")
    case H5T_TIME: self = .unsupported("time of \(size) bytes")
    default: throw operation.failure(of: "H5Tget_class", .damaged)
    }
  }

  /// Integers that use all of their bits are ours; others only have the size in common.
  private static func integer(_ type: hid_t, size: Int) -> ElementType {
    guard hasPlainBytes(type, size: size) else {
      return .unsupported("integer of \(H5Tget_precision(type)) bits in \(size) bytes")
    }
    let isSigned = H5Tget_sign(type) == H5T_SGN_2
    switch size {
    case 1: return isSigned ? .int8 : .uint8
    case 2: return isSigned ? .int16 : .uint16
    case 4: return isSigned ? .int32 : .uint32
    case 8: return isSigned ? .int64 : .uint64
    default: return .unsupported("integer of \(size) bytes")
    }
  }

  /// Floating-point numbers with the fields and the bias of IEEE 754 are ours.
  private static func float(_ type: hid_t, size: Int) -> ElementType {
    let formats: [(size: Int, exponent: Int, mantissa: Int, type: ElementType)] = [
      (2, 5, 10, .float16), (4, 8, 23, .float32), (8, 11, 52, .float64),
    ]
    var sign = 0
    var exponent = 0
    var exponentSize = 0
    var mantissa = 0
    var mantissaSize = 0
    let status = unsafe H5Tget_fields(
      type, &sign, &exponent, &exponentSize, &mantissa, &mantissaSize)
    guard status >= 0, hasPlainBytes(type, size: size),
      let format = formats.first(where: { $0.size == size }),
      sign == size * 8 - 1, exponent == format.mantissa, exponentSize == format.exponent,
      mantissa == 0, mantissaSize == format.mantissa,
      H5Tget_ebias(type) == (1 << (format.exponent - 1)) - 1, H5Tget_norm(type) == H5T_NORM_IMPLIED
    else { return .unsupported("floating-point number of \(size) bytes, not IEEE 754") }
    return format.type
  }

  private static func hasPlainBytes(_ type: hid_t, size: Int) -> Bool {
    let order = H5Tget_order(type)
    return (order == H5T_ORDER_LE || order == H5T_ORDER_BE) && H5Tget_offset(type) == 0
      && H5Tget_precision(type) == size * 8
  }
}
