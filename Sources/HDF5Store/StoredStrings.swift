internal import CHDF5

/// Reading of strings, the same for datasets and attributes.
enum StoredStrings {
  /// Calls the library to fill memory with elements of the given type.
  typealias Read = (_ type: hid_t, _ destination: UnsafeMutableRawPointer) throws -> Void

  /// Reads `count` strings of the stored type `type` that belong to a dataset or an attribute.
  static func read(
    _ count: Int, type: hid_t, of object: hid_t, _ operation: Operation, using read: Read
  ) throws -> [String] {
    switch try ElementType(of: type, operation) {
    case .fixedString(let byteCount):
      return try unsafe readFixed(count, byteCount, type: type, operation, using: read)
    case .variableString:
      return try unsafe readVariable(count, type: type, object: object, operation, using: read)
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
    _ count: Int, type: hid_t, object: hid_t, _ operation: Operation, using read: Read
  ) throws -> [String] {
    guard count > 0 else { return [] }
    let size = GlobalHeap.Reference.byteCount
    var references = [UInt8](
      repeating: 0, count: try SizeLimit.byteCount(count, of: size, operation))
    let referenceType = try GlobalHeap.referenceType(operation)
    try unsafe references.withUnsafeMutableBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      try unsafe read(referenceType.id, base)
    }
    var heap = try GlobalHeap(ofFileWith: object, operation)
    var textByteCount = 0
    return try (0..<count).map { index in
      let reference = GlobalHeap.Reference(references[index * size..<(index + 1) * size])
      textByteCount += reference.length
      try SizeLimit.validate(textByteCount: textByteCount, operation)
      // Some writers count the NUL at the end.
      let bytes = try heap.bytes(at: reference).prefix { $0 != 0 }
      return try decode(bytes, index, operation)
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
