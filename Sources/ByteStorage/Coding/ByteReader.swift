/// Reads what a ``ByteWriter`` wrote, and believes nothing: every length is held against what is
/// there before anything is taken or allocated.
public struct ByteReader {
  private let bytes: [UInt8]
  private let end: Int
  /// Position of the next byte, from the beginning of the bytes.
  public private(set) var position: Int

  /// Reads bytes from the first to the last.
  public init(_ bytes: [UInt8]) { self.init(bytes, in: bytes.indices) }

  /// Reads a part of some bytes.
  /// - Precondition: the part lies inside.
  public init(_ bytes: [UInt8], in range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "bytes \(range)")
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// Number of bytes that are left.
  public var remainingCount: Int { end - position }

  /// Takes a whole number in its own width.
  /// - Throws: ``ByteError`` when too few bytes are left.
  public mutating func read<Number: FixedWidthInteger>(
    _ type: Number.Type = Number.self
  ) throws(ByteError) -> Number {
    let count = Number.bitWidth / 8
    try require(count, "a number")
    var number: Number = 0
    for offset in 0..<count {
      number |= Number(truncatingIfNeeded: bytes[position + offset]) << (8 * offset)
    }
    position += count
    return number
  }

  /// Takes a number of 64 bits.
  /// - Throws: ``ByteError``.
  public mutating func readDouble() throws(ByteError) -> Double {
    Double(bitPattern: try read(UInt64.self))
  }

  /// Takes a number of 32 bits.
  /// - Throws: ``ByteError``.
  public mutating func readFloat() throws(ByteError) -> Float {
    Float(bitPattern: try read(UInt32.self))
  }

  /// Takes a number in groups of seven bits.
  /// - Throws: ``ByteError`` also when it does not fit into 64 bits or is not in its shortest form.
  public mutating func readCompact() throws(ByteError) -> UInt64 {
    let start = position
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try read(UInt8.self)
      let group = UInt64(byte & 0x7F)
      let isTooLarge = shift > 63 || (shift == 63 && group > 1)
      guard !isTooLarge, byte != 0 || shift == 0 else {
        throw ByteError(
          position: start, expected: "a number of 64 bits in its shortest form", found: "another")
      }
      number |= group << shift
      if byte < 0x80 { return number }
      shift += 7
    }
  }

  /// Takes a count that is followed by at least `stride` bytes for each of what it counts, so that
  /// room for all of them can be made.
  /// - Throws: ``ByteError`` when fewer bytes are left.
  public mutating func readCount(stride: Int = 1) throws(ByteError) -> Int {
    let start = position
    let number = try readCompact()
    guard number <= UInt64(remainingCount / max(stride, 1)) else {
      throw ByteError(
        position: start, expected: "a count for which \(remainingCount) bytes are enough",
        found: "\(number)")
    }
    return Int(number)
  }

  /// Takes a block of bytes with its length.
  /// - Throws: ``ByteError``.
  public mutating func readBlock() throws(ByteError) -> [UInt8] {
    let count = try readCount()
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  /// Takes a text.
  /// - Throws: ``ByteError`` also when the bytes are not UTF-8.
  public mutating func readText() throws(ByteError) -> String {
    let start = position
    guard let text = String(validating: try readBlock(), as: UTF8.self) else {
      throw ByteError(position: start, expected: "a text in UTF-8", found: "other bytes")
    }
    return text
  }

  /// Checks that everything was taken.
  /// - Throws: ``ByteError`` when something is left.
  public func finish() throws(ByteError) {
    guard remainingCount == 0 else {
      throw ByteError(
        position: position, expected: "the end", found: "\(remainingCount) bytes more")
    }
  }

  private func require(_ count: Int, _ what: String) throws(ByteError) {
    guard remainingCount >= count else {
      throw ByteError(
        position: position, expected: "\(what) of \(count) bytes", found: "\(remainingCount)")
    }
  }
}
