/// An entry's header in the directory of a zip archive (APPNOTE 4.3.12).
struct ZipDirectoryHeader {
  /// Bytes without name, extra fields and comment.
  static let fixedSize = 46

  let name: String
  let checksum: UInt32
  private let size: UInt64
  private let localOffset: UInt64
  private let context: FaultContext

  /// Takes the next header.
  init(taking cursor: inout ByteCursor) throws(CheckpointError) {
    var context = cursor.context()
    let signature = try cursor.take(UInt32.self, "a signature")
    guard signature == ZipSignature.directoryHeader.rawValue else {
      throw context.fault(
        .malformed, expected: "a directory header", found: "0x\(String(signature, radix: 16))")
    }
    _ = try cursor.take(UInt32.self, "versions")
    let flags = try cursor.take(UInt16.self, "flags")
    let method = try cursor.take(UInt16.self, "a compression method")
    _ = try cursor.take(UInt32.self, "a time")
    checksum = try cursor.take(UInt32.self, "a checksum")
    var stored = try UInt64(cursor.take(UInt32.self, "a compressed size"))
    var size = try UInt64(cursor.take(UInt32.self, "a size"))
    let nameLength = try Int(cursor.take(UInt16.self, "a name's length"))
    let extraLength = try Int(cursor.take(UInt16.self, "a length of extra fields"))
    let commentLength = try Int(cursor.take(UInt16.self, "a comment's length"))
    let disk = try cursor.take(UInt16.self, "a disk number")
    _ = try cursor.take(UInt16.self, "attributes")
    _ = try cursor.take(UInt32.self, "attributes")
    var offset = try UInt64(cursor.take(UInt32.self, "an offset"))
    name = try cursor.takeText(nameLength, "an entry's name")
    context.place = "zip entry \(quoted(name))"
    let extra = try cursor.take(extraLength, "extra fields")
    _ = try cursor.take(commentLength, "a comment")

    // Bits 0, 6 and 13: encryption of the data or of the directory.
    guard flags & 0b10_0000_0100_0001 == 0, method == 0 else {
      throw context.fault(
        .compressed, expected: "an entry stored as it is",
        found: "compression method \(method), flags 0x\(String(flags, radix: 16))")
    }
    guard disk == 0 || disk == .max else {
      throw context.fault(.malformed, expected: "an archive on one disk", found: "disk \(disk)")
    }
    var wide = try Self.wideFields(
      ByteCursor(cursor.source, range: extra, part: "extra fields of \(quoted(name))"))
    if size == 0xFFFF_FFFF, let wide = try wide?.take(UInt64.self, "a 64-bit size") {
      size = wide
    }
    if stored == 0xFFFF_FFFF, let wide = try wide?.take(UInt64.self, "a 64-bit size") {
      stored = wide
    }
    if offset == 0xFFFF_FFFF, let wide = try wide?.take(UInt64.self, "a 64-bit offset") {
      offset = wide
    }
    guard stored == size else {
      throw context.fault(
        .invalidRange, expected: "equal sizes of a stored entry", found: "\(stored) and \(size)")
    }
    self.size = size
    localOffset = offset
    self.context = context
  }

  /// Where the entry's bytes are, from its local header (APPNOTE 4.3.7).
  func locate(
    in source: CheckpointBytes, before limit: Int
  ) throws(CheckpointError) -> Range<Int> {
    let headerSize = 30
    guard limit >= headerSize, localOffset <= UInt64(limit - headerSize),
      source.load(UInt32.self, at: Int(localOffset)) == ZipSignature.localHeader.rawValue
    else {
      throw context.fault(
        .invalidRange, expected: "a local header before byte \(limit)",
        found: "none at byte \(localOffset)")
    }
    let header = Int(localOffset)
    let method = source.load(UInt16.self, at: header + 8)
    let nameLength = Int(source.load(UInt16.self, at: header + 26))
    let extraLength = Int(source.load(UInt16.self, at: header + 28))
    let nameStart = header + headerSize
    let start = nameStart + nameLength + extraLength
    guard start <= limit, size <= UInt64(limit - start) else {
      throw context.fault(
        .invalidRange, expected: "an entry that ends by byte \(limit)",
        found: "\(size) bytes from byte \(start)")
    }
    let localName = source.copy(nameStart..<nameStart + nameLength)
    guard method == 0, localName.elementsEqual(name.utf8) else {
      throw context.fault(
        .malformed, expected: "the same entry in its local header",
        found: "method \(method), name \(quoted(String(decoding: localName, as: UTF8.self)))")
    }
    return start..<start + Int(size)
  }

  /// The 64-bit extra field (APPNOTE 4.5.3), if there is one.
  private static func wideFields(_ extra: ByteCursor) throws(CheckpointError) -> ByteCursor? {
    var extra = extra
    while extra.remaining >= 4 {
      let identifier = try extra.take(UInt16.self, "an extra field")
      let length = try Int(extra.take(UInt16.self, "an extra field's length"))
      let range = try extra.take(length, "an extra field")
      if identifier == 1 { return ByteCursor(extra.source, range: range, part: "64-bit field") }
    }
    return nil
  }
}
