/// Philox4x32-10: random bits as a function of a key and a counter, without a state.
///
/// Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
public struct Philox: Sendable {
  /// The key, such as a seed.
  public let key: UInt64

  /// Creates the generator of a key.
  public init(key: UInt64) { self.key = key }

  /// The 128 random bits at a counter.
  public func bits(_ counter: SIMD4<UInt32>) -> SIMD4<UInt32> {
    var value = counter
    var low = UInt32(truncatingIfNeeded: key)
    var high = UInt32(truncatingIfNeeded: key >> 32)
    for _ in 0..<Self.rounds {
      let first = UInt64(value[0]) * Self.firstMultiplier
      let second = UInt64(value[2]) * Self.secondMultiplier
      value = SIMD4(
        UInt32(second >> 32) ^ value[1] ^ low, UInt32(truncatingIfNeeded: second),
        UInt32(first >> 32) ^ value[3] ^ high, UInt32(truncatingIfNeeded: first))
      low &+= Self.firstWeyl
      high &+= Self.secondWeyl
    }
    return value
  }

  /// The random bits at eight counters that follow each other in the first word: word by word, each
  /// in the lower half of its lane.
  @inline(__always)
  func eightBits(_ counter: SIMD4<UInt32>) -> EightWords {
    let half = SIMD8<UInt64>(repeating: 0xFFFF_FFFF)
    let steps = SIMD8<UInt32>(0, 1, 2, 3, 4, 5, 6, 7)
    var a = SIMD8<UInt64>(truncatingIfNeeded: SIMD8(repeating: counter[0]) &+ steps)
    var b = SIMD8(repeating: UInt64(counter[1]))
    var c = SIMD8(repeating: UInt64(counter[2]))
    var d = SIMD8(repeating: UInt64(counter[3]))
    var low = UInt32(truncatingIfNeeded: key)
    var high = UInt32(truncatingIfNeeded: key >> 32)
    for _ in 0..<Self.rounds {
      // The halves are masked so that one multiplication of 32-bit lanes is enough.
      let first = (a & half) &* SIMD8(repeating: Self.firstMultiplier)
      let second = (c & half) &* SIMD8(repeating: Self.secondMultiplier)
      a = (second &>> 32) ^ b ^ SIMD8(repeating: UInt64(low))
      b = second & half
      c = (first &>> 32) ^ d ^ SIMD8(repeating: UInt64(high))
      d = first & half
      low &+= Self.firstWeyl
      high &+= Self.secondWeyl
    }
    return (a, b, c, d)
  }

  /// Four words of eight counters.
  typealias EightWords = (SIMD8<UInt64>, SIMD8<UInt64>, SIMD8<UInt64>, SIMD8<UInt64>)

  private static let rounds = 10
  private static let firstMultiplier: UInt64 = 0xD251_1F53
  private static let secondMultiplier: UInt64 = 0xCD9E_8D57
  private static let firstWeyl: UInt32 = 0x9E37_79B9
  private static let secondWeyl: UInt32 = 0xBB67_AE85
}
