/// SHA-256 (FIPS 180-4), for the identity of data sets and models.
public struct SHA256 {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
  /// Bytes that do not fill a block yet.
  private var pending: [UInt8] = []
  private var byteCount = 0
  private var schedule = [UInt32](repeating: 0, count: 64)

  /// Starts with nothing taken in.
  public init() {}

  /// Takes in the bytes of numbers as they are in memory.
  /// - Complexity: O(bytes); copies less than a block.
  public mutating func update<Element: BitwiseCopyable>(_ values: [Element]) {
    // Not the span of the array: an optimised build may keep an array that a caller has just made
    // on the stack, and sees nobody read it through a span (Swift 6.3).
    unsafe values.withUnsafeBytes { unsafe update($0.bytes) }
  }

  /// Takes in the bytes of numbers as they are in memory.
  /// - Complexity: O(bytes); copies less than a block.
  public mutating func update<Element: BitwiseCopyable>(_ values: Span<Element>) {
    unsafe update(values.bytes)
  }

  /// Takes in more bytes.
  /// - Complexity: O(bytes); copies less than a block.
  private mutating func update(_ bytes: RawSpan) {
    byteCount += bytes.byteCount
    var position = 0
    if !pending.isEmpty {
      while pending.count < Self.blockSize, position < bytes.byteCount {
        pending.append(bytes.byte(at: position))
        position += 1
      }
      guard pending.count == Self.blockSize else { return }
      let block = pending
      let span = block.span
      unsafe compress(span.bytes, 0)
      pending.removeAll(keepingCapacity: true)
    }
    while position + Self.blockSize <= bytes.byteCount {
      compress(bytes, position)
      position += Self.blockSize
    }
    while position < bytes.byteCount {
      pending.append(bytes.byte(at: position))
      position += 1
    }
  }

  /// The 32 bytes of the digest of everything taken in.
  public consuming func finish() -> [UInt8] {
    let bitCount = UInt64(byteCount) * 8
    var tail: [UInt8] = [0x80]
    while (pending.count + tail.count) % Self.blockSize != Self.blockSize - 8 { tail.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      tail.append(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift)))
    }
    update(tail)
    return state.flatMap { word in
      stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
    }
  }

  /// A digest in text: two lower-case digits a byte.
  public static func hexadecimal(_ digest: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  private static let blockSize = 64

  private mutating func compress(_ bytes: RawSpan, _ start: Int) {
    for index in 0..<16 {
      schedule[index] = bytes.bigEndianWord(start + 4 * index)
    }
    for index in 16..<64 {
      let (early, late) = (schedule[index - 15], schedule[index - 2])
      let first = Self.rotate(early, 7) ^ Self.rotate(early, 18) ^ (early >> 3)
      let second = Self.rotate(late, 17) ^ Self.rotate(late, 19) ^ (late >> 10)
      schedule[index] = schedule[index - 16] &+ first &+ schedule[index - 7] &+ second
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for index in 0..<64 {
      let sum = Self.rotate(e, 6) ^ Self.rotate(e, 11) ^ Self.rotate(e, 25)
      let choice = (e & f) ^ (~e & g)
      let first = h &+ sum &+ choice &+ Self.constants[index] &+ schedule[index]
      let other = Self.rotate(a, 2) ^ Self.rotate(a, 13) ^ Self.rotate(a, 22)
      let majority = (a & b) ^ (a & c) ^ (b & c)
      (h, g, f, e) = (g, f, e, d &+ first)
      (d, c, b, a) = (c, b, a, first &+ other &+ majority)
    }
    for (index, value) in [a, b, c, d, e, f, g, h].enumerated() {
      state[index] = state[index] &+ value
    }
  }

  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    (word >> count) | (word << (32 - count))
  }

  /// The fractional parts of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}

extension RawSpan {
  fileprivate func byte(at position: Int) -> UInt8 {
    unsafe unsafeLoad(fromByteOffset: position, as: UInt8.self)
  }

  fileprivate func bigEndianWord(_ position: Int) -> UInt32 {
    UInt32(bigEndian: unsafe unsafeLoadUnaligned(fromByteOffset: position, as: UInt32.self))
  }
}
