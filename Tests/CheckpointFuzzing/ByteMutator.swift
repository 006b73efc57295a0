import TestSupport

/// Damages bytes at random, the way that finds faults in parsers.
public struct ByteMutator {
  /// The source of chance.
  public var generator: SeededGenerator

  /// Numbers at the edges of what length fields hold.
  private static let edges: [UInt64] = [
    0, 1, 2, 7, 8, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF,
    0x1_0000_0000, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max,
  ]

  /// Creates a mutator; the same seed damages in the same way.
  public init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// A number below `bound`; 0 if there is none.
  public mutating func below(_ bound: Int) -> Int {
    bound <= 0 ? 0 : Int.random(in: 0..<bound, using: &generator)
  }

  /// One element.
  public mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[below(elements.count)]
  }

  /// Damages `bytes` in one to four ways; `tokens` are pieces to insert.
  public mutating func mutate(_ bytes: inout [UInt8], tokens: [[UInt8]]) {
    for _ in 0...below(4) {
      if bytes.isEmpty { bytes = pick(tokens) }
      let offset = below(bytes.count)
      switch below(9) {
      case 0: bytes[offset] ^= 1 << UInt8(below(8))
      case 1: bytes[offset] = UInt8(below(256))
      case 2: bytes.removeLast(bytes.count - offset)
      case 3: bytes.removeSubrange(offset..<min(bytes.count, offset + 1 + below(16)))
      case 4: bytes.insert(contentsOf: pick(tokens), at: offset)
      case 5:
        // Part of the bytes once more, elsewhere.
        let part = Array(bytes[offset..<min(bytes.count, offset + 1 + below(64))])
        bytes.insert(contentsOf: part, at: below(bytes.count))
      case 6: setNumber(pick(Self.edges), in: &bytes, at: offset)
      case 7: setDigits(in: &bytes, from: offset)
      default:
        let token = pick(tokens)
        let end = min(bytes.count, offset + token.count)
        bytes.replaceSubrange(offset..<end, with: token)
      }
    }
  }

  /// Overwrites a field of 1, 2, 4 or 8 bytes.
  public mutating func setNumber(_ number: UInt64, in bytes: inout [UInt8], at offset: Int) {
    let size = 1 << below(4)
    for byte in 0..<size where offset + byte < bytes.count {
      bytes[offset + byte] = UInt8(truncatingIfNeeded: number >> (8 * UInt64(byte)))
    }
  }

  /// Replaces the next decimal number of a text.
  private mutating func setDigits(in bytes: inout [UInt8], from offset: Int) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let start = bytes[offset...].firstIndex(where: { digits ~= $0 }) else { return }
    let end = bytes[start...].firstIndex { !(digits ~= $0) } ?? bytes.count
    let sign = below(4) == 0 ? "-" : ""
    bytes.replaceSubrange(start..<end, with: Array("\(sign)\(pick(Self.edges))".utf8))
  }
}
