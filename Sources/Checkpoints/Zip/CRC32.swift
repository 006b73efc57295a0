/// The checksum of zip archives: CRC-32 with the polynomial of IEEE 802.3, bits reflected.
package enum CRC32 {
  /// The checksum of some bytes.
  /// - Complexity: O(`bytes`), eight bytes per step; no allocation.
  package static func checksum(_ bytes: RawSpan) -> UInt32 {
    var crc = ~UInt32(0)
    let tables = tables.span
    var offset = 0
    while offset + 8 <= bytes.byteCount {
      let low = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self) ^ crc
      let high = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
      crc =
        tables[7 * 256 + Int(low & 0xFF)] ^ tables[6 * 256 + Int(low >> 8 & 0xFF)]
        ^ tables[5 * 256 + Int(low >> 16 & 0xFF)] ^ tables[4 * 256 + Int(low >> 24)]
        ^ tables[3 * 256 + Int(high & 0xFF)] ^ tables[2 * 256 + Int(high >> 8 & 0xFF)]
        ^ tables[256 + Int(high >> 16 & 0xFF)] ^ tables[Int(high >> 24)]
      offset += 8
    }
    while offset < bytes.byteCount {
      let byte = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt8.self)
      crc = tables[Int((crc ^ UInt32(byte)) & 0xFF)] ^ crc >> 8
      offset += 1
    }
    return ~crc
  }

  /// Entry 256 k + b: the checksum register after byte b and k zero bytes.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var crc = UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
      tables[byte] = crc
    }
    for index in 256..<tables.count {
      let crc = tables[index - 256]
      tables[index] = tables[Int(crc & 0xFF)] ^ crc >> 8
    }
    return tables
  }()
}
