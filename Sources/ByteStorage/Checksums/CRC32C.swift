/// The cyclic redundancy check of Castagnoli's polynomial (RFC 3720, appendix B.4): finds every
/// error in up to 32 bits in a row, such as a sector that was not written.
public enum CRC32C {
  /// The remainders of all bytes, for the polynomial 0x1EDC6F41 with its bits in reverse.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in
      value & 1 == 0 ? value >> 1 : value >> 1 ^ 0x82F6_3B78
    }
  }

  /// The checksum of some bytes.
  /// - Complexity: O(bytes), allocates nothing.
  public static func of(_ bytes: [UInt8]) -> UInt32 {
    let table = table
    return ~bytes.reduce(UInt32.max) { value, byte in
      value >> 8 ^ table[Int(UInt8(truncatingIfNeeded: value) ^ byte)]
    }
  }
}
