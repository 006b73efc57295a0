/// Random numbers that are functions of a key and a counter: any of them without those before.
///
/// The counter runs through SplitMix64's finaliser from a start that mixes the parts of the key
/// one after another (Steele, Lea, Flood 2014). Integer arithmetic alone, the same everywhere.
public struct CounterRandom: Sendable {
  private let start: UInt64
  private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The numbers of a key: a seed and whatever else tells one series from another.
  public init(key parts: UInt64...) {
    start = parts.reduce(0) { Self.mix(($0 ^ $1) &+ Self.increment) }
  }

  /// 64 random bits.
  public func bits(_ counter: Int) -> UInt64 {
    Self.mix(start &+ (UInt64(bitPattern: Int64(counter)) &+ 1) &* Self.increment)
  }

  /// A multiple of 2^-24 in 0..<1.
  public func uniform(_ counter: Int) -> Float { Float(bits(counter) >> 40) * 0x1p-24 }

  /// A whole number in 0..<`count`, each as likely up to `count` in 2^64.
  /// - Precondition: `count` is positive.
  public func index(_ counter: Int, below count: Int) -> Int {
    precondition(count > 0, "a number below \(count)")
    return Int(bits(counter).multipliedFullWidth(by: UInt64(count)).high)
  }

  /// A number of mean 0 and variance 1: twelve uniform numbers added, less 6, so that no library
  /// function's rounding is in it. Nearly normal; never beyond 6.
  public func nearlyNormal(_ counter: Int) -> Float {
    var sum: Float = -6
    for part in 0..<12 { sum += uniform(12 * counter + part) }
    return sum
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
