/// Appends numbers and texts to bytes, for messages between ranks and for records on disk.
///
/// Numbers are little-endian and of fixed width; whole numbers may also take as few bytes as they
/// need. ``ByteReader`` reads them back in the same order.
public struct ByteWriter {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []

  /// Creates a writer of no bytes.
  public init() {}

  /// Appends a whole number in its own width.
  public mutating func append<Number: FixedWidthInteger>(_ number: Number) {
    for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  /// Appends a number in 64 bits, NaN with its payload.
  public mutating func append(_ number: Double) { append(number.bitPattern) }

  /// Appends a number in 32 bits, NaN with its payload.
  public mutating func append(_ number: Float) { append(number.bitPattern) }

  /// Appends a count in as many groups of seven bits as it needs, the lowest first (LEB128).
  public mutating func append(compact number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Appends the length of some bytes, and the bytes.
  public mutating func append(block: [UInt8]) {
    append(compact: UInt64(block.count))
    bytes.append(contentsOf: block)
  }

  /// Appends a text as the block of its UTF-8 bytes.
  public mutating func append(_ text: String) { append(block: Array(text.utf8)) }
}
