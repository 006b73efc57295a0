import ByteStorage
import Testing

struct CodingTests {
  @Test func everythingComesBackInItsOrder() throws {
    var writer = ByteWriter()
    writer.append(UInt16(0xBEEF))
    writer.append(Int32(-5))
    writer.append(-0.0)
    writer.append(Float.nan)
    writer.append("Mètre")
    writer.append(block: [1, 2, 3])
    for number in Self.compactNumbers { writer.append(compact: number) }

    var reader = ByteReader(writer.bytes)
    #expect(try reader.read(UInt16.self) == 0xBEEF)
    #expect(try reader.read(Int32.self) == -5)
    #expect(try reader.readDouble().bitPattern == (-0.0).bitPattern)
    #expect(try reader.readFloat().bitPattern == Float.nan.bitPattern)
    #expect(try reader.readText() == "Mètre")
    #expect(try reader.readBlock() == [1, 2, 3])
    for number in Self.compactNumbers { #expect(try reader.readCompact() == number) }
    try reader.finish()
  }

  @Test func numbersAreLittleEndianAndCompactOnesAreShort() {
    var writer = ByteWriter()
    writer.append(UInt32(0x0403_0201))
    writer.append(compact: 127)
    writer.append(compact: 128)
    #expect(writer.bytes == [1, 2, 3, 4, 127, 0x80, 1])
  }

  @Test func bytesThatEndEarlyAreAnErrorAtEveryLength() {
    var writer = ByteWriter()
    writer.append("text")
    writer.append(UInt64(7))
    for count in 0..<writer.bytes.count {
      #expect(throws: ByteError.self) {
        var reader = ByteReader(Array(writer.bytes.prefix(count)))
        _ = try reader.readText()
        _ = try reader.read(UInt64.self)
      }
    }
  }

  @Test(arguments: [
    [0x80, 0x00],  // not the shortest form of 0
    [UInt8](repeating: 0xFF, count: 9) + [0x02],  // 65 bits
    [UInt8](repeating: 0x80, count: 10) + [0x01],  // 71 bits
  ])
  func otherCompactFormsAreRefused(_ bytes: [UInt8]) {
    #expect(throws: ByteError.self) {
      var reader = ByteReader(bytes)
      _ = try reader.readCompact()
    }
  }

  @Test func aCountIsHeldAgainstWhatIsThere() throws {
    var writer = ByteWriter()
    writer.append(compact: 3)
    for number in 0..<5 { writer.append(UInt8(number)) }
    var reader = ByteReader(writer.bytes)
    #expect(try reader.readCount(stride: 1) == 3)
    reader = ByteReader(writer.bytes)
    #expect(
      throws: ByteError(
        position: 0, expected: "a count for which 5 bytes are enough", found: "3")
    ) { _ = try reader.readCount(stride: 2) }
  }

  @Test func whatIsLeftAndWhatIsNoTextAreErrors() {
    var reader = ByteReader([1, 0xFF, 0])
    #expect(throws: ByteError(position: 0, expected: "a text in UTF-8", found: "other bytes")) {
      _ = try reader.readText()
    }
    #expect(throws: ByteError(position: 2, expected: "the end", found: "1 bytes more")) {
      try reader.finish()
    }
  }

  /// RFC 3720, appendix B.4.
  @Test func checksumsAreThoseOfTheStandard() {
    #expect(CRC32C.of([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CRC32C.of([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(CRC32C.of((0..<32).map { UInt8($0) }) == 0x46DD_794E)
    #expect(CRC32C.of([]) == 0)
  }

  private static let compactNumbers: [UInt64] = [0, 1, 127, 128, 16_383, 16_384, .max - 1, .max]
}
