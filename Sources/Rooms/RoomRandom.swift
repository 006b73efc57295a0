/// Random numbers as a function of a key and a counter.
///
/// The finalizer of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number
/// generators", OOPSLA 2014) over key and counter: whoever knows seed and index of a room can draw
/// any of its numbers, in any order, on any machine.
struct RoomRandom {
  /// Independent sequences of one room.
  enum Stream: UInt64 {
    case plan = 1
    case camera, image, depth, labels
  }

  private let key: UInt64
  private var counter: UInt64 = 0

  init(seed: UInt64, index: UInt64, stream: Stream) {
    let room = Self.mix(Self.mix(seed &+ Self.increment) ^ (index &* 0xD6E8_FEB8_6659_FD93))
    key = Self.mix(room &+ stream.rawValue &* Self.increment)
  }

  /// 64 bits at a counter.
  func bits(at counter: UInt64) -> UInt64 { Self.mix(key ^ Self.mix(counter &+ Self.increment)) }

  /// The next number, uniform in a range.
  mutating func uniform(_ range: ClosedRange<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * unit()
  }

  /// Whether an event of probability `probability` happens.
  mutating func chance(_ probability: Float) -> Bool { unit() < probability }

  /// The next whole number in 0..<count.
  mutating func index(below count: Int) -> Int { Int(unit() * Float(count)) }

  /// One of several values.
  mutating func pick<Value>(_ values: [Value]) -> Value { values[index(below: values.count)] }

  /// The next 24 bits as a number in 0..<1; exact in 32-bit floats.
  private mutating func unit() -> Float {
    counter += 1
    return Float(bits(at: counter) >> 40) * 0x1p-24
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15
}
