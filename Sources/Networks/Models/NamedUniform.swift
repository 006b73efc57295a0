/// Random numbers that depend on a tensor's name and an element's position only, so that no value
/// depends on the order in which tensors are filled.
///
/// Element i is the i-th output of SplitMix64 started at the FNV-1a hash of the name (64 bits).
public struct NamedUniform: Sendable {
  private let start: UInt64

  /// The numbers of a tensor; other seeds give other numbers, seed 0 leaves the hash as it is.
  public init(name: String, seed: UInt64 = 0) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    start = hash ^ Self.mix(seed)
  }

  /// The number of an element in [0, 1), a multiple of 2^-24.
  public subscript(index: Int) -> Double {
    let z = Self.mix(start &+ UInt64(truncatingIfNeeded: index + 1) &* 0x9E37_79B9_7F4A_7C15)
    return Double(z >> 40) * 0x1p-24
  }

  /// Fills a tensor with values between two bounds, computed in double precision.
  func fill(_ values: inout MutableSpan<Float>, from low: Double, to high: Double) {
    for index in values.indices { values[index] = Float(low + (high - low) * self[index]) }
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
