/// A file stored in a zip archive, uncompressed.
struct ZipEntry {
  /// The path inside the archive.
  let name: String
  /// CRC-32 of the bytes, as the archive says.
  let checksum: UInt32
  /// The bytes, as a range of the archive.
  let range: Range<Int>

  /// The entry, for messages.
  var place: String { "zip entry \(quoted(name))" }
}
