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

  private static let rounds = 10
  private static let firstMultiplier: UInt64 = 0xD251_1F53
  private static let secondMultiplier: UInt64 = 0xCD9E_8D57
  private static let firstWeyl: UInt32 = 0x9E37_79B9
  private static let secondWeyl: UInt32 = 0xBB67_AE85
}
