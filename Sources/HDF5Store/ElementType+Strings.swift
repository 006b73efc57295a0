internal import CHDF5

extension ElementType {
  /// Strings of the length of the longest of `strings`.
  public static func fixedString(fitting strings: [String]) -> ElementType {
    .fixedString(byteCount: max(1, strings.lazy.map(\.utf8.count).max() ?? 1))
  }

  /// Throws unless this is a type of strings that can be stored.
  func requireStrings(_ operation: Operation) throws {
    switch self {
    case .variableString: return
    case .fixedString(let byteCount) where byteCount > 0: return
    default:
      throw operation.error(
        .invalidArgument, expected: "strings of at least one byte", found: "\(self)")
    }
  }

  /// The type that elements are stored as in files that we write.
  func fileType(_ operation: Operation) throws -> OwnedIdentifier {
    if let identifiers {
      return try operation.own("H5Tcopy", H5Tcopy(identifiers.file))
    }
    switch self {
    case .objectReference:
      return try operation.own("H5Tcopy", H5Tcopy(equipoise_h5t_std_ref_obj()))
    case .fixedString, .variableString:
      try requireStrings(operation)
      let type = try operation.own("H5Tcopy", H5Tcopy(equipoise_h5t_c_s1()))
      if case .fixedString(let byteCount) = self {
        try operation.check("H5Tset_size", H5Tset_size(type.id, byteCount))
        try operation.check("H5Tset_strpad", H5Tset_strpad(type.id, H5T_STR_NULLPAD))
      } else {
        try operation.check("H5Tset_size", H5Tset_size(type.id, equipoise_h5t_variable()))
      }
      try operation.check("H5Tset_cset", H5Tset_cset(type.id, H5T_CSET_UTF8))
      return type
    default:
      throw operation.error(
        .invalidArgument, expected: "a type that can be written", found: "\(self)")
    }
  }
}
