internal import CHDF5

/// Reading of strings, the same for datasets and attributes.
enum StoredStrings {
  /// Calls the library to fill memory with elements of the given type.
  typealias Read = (_ type: hid_t, _ destination: UnsafeMutableRawPointer) throws -> Void

  /// Reads `count` strings of the stored type `type`; `space` describes them in memory.
  static func read(
    _ count: Int, type: hid_t, space: hid_t, _ operation: Operation, using read: Read
  ) throws -> [String] {
    switch try ElementType(of: type, operation) {
    case .fixedString(let byteCount):
      return try unsafe readFixed(count, byteCount, type: type, operation, using: read)
    case .variableString:
      return try unsafe readVariable(count, type: type, space: space, operation, using: read)
    case let other:
      throw operation.error(.typeMismatch, expected: "strings", found: "\(other)")
    }
  }

  private static func readFixed(
    _ count: Int, _ byteCount: Int, type: hid_t, _ operation: Operation, using read: Read
  ) throws -> [String] {
    var bytes = [UInt8](
      repeating: 0, count: try SizeLimit.byteCount(count, of: byteCount, operation))
    guard !bytes.isEmpty else { return [] }
    try unsafe bytes.withUnsafeMutableBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      try unsafe read(type, base)
    }
    let padding = H5Tget_strpad(type)
    return try (0..<count).map { index in
      let field = bytes[index * byteCount..<(index + 1) * byteCount]
      return try decode(Self.trim(field, padding), index, operation)
    }
  }

  private static func readVariable(
    _ count: Int, type: hid_t, space: hid_t, _ operation: Operation, using read: Read
  ) throws -> [String] {
    var pointers = unsafe [UnsafeMutablePointer<UInt8>?](repeating: nil, count: count)
    guard count > 0 else { return [] }
    return try unsafe pointers.withUnsafeMutableBytes { buffer in
      guard let base = buffer.baseAddress else { return [] }
      // The library allocates every string; what it has allocated before a failure as well.
      defer { unsafe _ = H5Dvlen_reclaim(type, space, equipoise_h5p_default(), base) }
      try unsafe read(type, base)
      return try (0..<count).map { index in
        let pointer = unsafe buffer.load(
          fromByteOffset: index * MemoryLayout<UnsafeMutablePointer<UInt8>?>.stride,
          as: UnsafeMutablePointer<UInt8>?.self)
        // A string that was never written has no bytes.
        guard let pointer = unsafe pointer else { return "" }
        var length = 0
        while unsafe pointer[length] != 0 { length += 1 }
        let bytes = unsafe UnsafeBufferPointer(start: pointer, count: length)
        return try unsafe decode(bytes, index, operation)
      }
    }
  }

  private static func trim(_ field: ArraySlice<UInt8>, _ padding: H5T_str_t) -> ArraySlice<UInt8> {
    switch padding {
    case H5T_STR_NULLTERM: return field.prefix { $0 != 0 }
    case H5T_STR_SPACEPAD:
      return field.dropLast(field.reversed().prefix { $0 == UInt8(ascii: " ") }.count)
    default: return field.dropLast(field.reversed().prefix { $0 == 0 }.count)
    }
  }

  private static func decode(
    _ bytes: some Sequence<UInt8>, _ index: Int, _ operation: Operation
  ) throws -> String {
    guard let string = String(validating: bytes, as: UTF8.self) else {
      throw operation.error(
        .invalidText, expected: "strings in UTF-8", found: "other bytes in string \(index)")
    }
    return string
  }
}
