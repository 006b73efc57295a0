internal import CHDF5

extension StoredStrings {
  /// Calls `body` with the strings in the form that the library takes, and with its type.
  static func withBytes(
    of strings: [String], as elementType: ElementType, _ operation: Operation,
    _ body: (_ type: hid_t, _ bytes: UnsafeRawBufferPointer) throws -> Void
  ) throws {
    for (index, string) in strings.enumerated() where string.utf8.contains(0) {
      throw operation.error(
        .invalidText, expected: "strings without NUL", found: "one in string \(index)")
    }
    switch elementType {
    case .fixedString(let byteCount):
      let type = try elementType.fileType(operation)
      let bytes = try fixedBytes(of: strings, byteCount, operation)
      try unsafe bytes.withUnsafeBytes { try unsafe body(type.id, $0) }
    case .variableString:
      let type = try elementType.fileType(operation)
      try unsafe withPointers(to: strings) { try unsafe body(type.id, $0) }
    default:
      throw operation.error(.typeMismatch, expected: "strings", found: "\(elementType)")
    }
  }

  private static func fixedBytes(
    of strings: [String], _ byteCount: Int, _ operation: Operation
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(try SizeLimit.byteCount(strings.count, of: byteCount, operation))
    for (index, string) in strings.enumerated() {
      let count = string.utf8.count
      guard count <= byteCount else {
        throw operation.error(
          .invalidText, expected: "strings of at most \(byteCount) bytes",
          found: "\(count) in string \(index)")
      }
      bytes += string.utf8
      bytes += repeatElement(0, count: byteCount - count)
    }
    return bytes
  }

  /// All strings one after the other, each with a NUL, and a pointer to each.
  private static func withPointers(
    to strings: [String], _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var text: [UInt8] = []
    var starts: [Int] = []
    for string in strings {
      starts.append(text.count)
      text += string.utf8
      text.append(0)
    }
    try unsafe text.withUnsafeBytes { text in
      guard let base = text.baseAddress else {
        return try unsafe body(UnsafeRawBufferPointer(start: nil, count: 0))
      }
      let pointers = unsafe starts.map { unsafe base + $0 }
      try unsafe pointers.withUnsafeBytes { try unsafe body($0) }
    }
  }
}
