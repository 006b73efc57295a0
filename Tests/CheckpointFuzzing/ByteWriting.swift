extension [UInt8] {
  /// Appends a number, least significant byte first.
  public mutating func append<Number: FixedWidthInteger>(littleEndian number: Number) {
    for byte in 0..<Number.bitWidth / 8 {
      append(UInt8(truncatingIfNeeded: number >> (8 * byte)))
    }
  }

  /// Overwrites bytes with a number, least significant byte first.
  public mutating func replace<Number: FixedWidthInteger>(
    at offset: Int, littleEndian number: Number
  ) {
    for byte in 0..<Number.bitWidth / 8 {
      self[offset + byte] = UInt8(truncatingIfNeeded: number >> (8 * byte))
    }
  }

  /// Where a pattern first occurs.
  public func firstOffset(of pattern: [UInt8]) -> Int? {
    guard !pattern.isEmpty, count >= pattern.count else { return nil }
    return (0...count - pattern.count).first { offset in
      self[offset] == pattern[0] && self[offset..<offset + pattern.count].elementsEqual(pattern)
    }
  }

  /// The bytes with the first occurrence of a pattern replaced.
  public func replacing(_ pattern: [UInt8], with replacement: [UInt8]) -> [UInt8] {
    guard let offset = firstOffset(of: pattern) else { return self }
    return self[..<offset] + replacement + self[(offset + pattern.count)...]
  }

  /// The bytes with the first occurrence of a text replaced.
  public func replacing(_ pattern: String, with replacement: String) -> [UInt8] {
    replacing(Array(pattern.utf8), with: Array(replacement.utf8))
  }
}
