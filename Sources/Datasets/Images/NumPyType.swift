/// A type of numbers in an `.npy` file.
struct NumPyType {
  /// Bytes of a value.
  let byteCount: Int
  private let kind: Kind
  private let isBigEndian: Bool

  private enum Kind: Character {
    case float = "f"
    case signed = "i"
    case unsigned = "u"
    case boolean = "b"
  }

  /// Parses NumPy's name, such as `<f4`; nil for what is not a number of up to 8 bytes.
  init?(_ name: String) {
    var rest = Substring(name)
    guard let order = rest.popFirst(), "<>|=".contains(order), let letter = rest.popFirst(),
      let kind = Kind(rawValue: letter), let count = Int(rest)
    else { return nil }
    switch kind {
    case .float: guard [2, 4, 8].contains(count) else { return nil }
    case .signed, .unsigned: guard [1, 2, 4, 8].contains(count) else { return nil }
    case .boolean: guard count == 1 else { return nil }
    }
    self.kind = kind
    byteCount = count
    isBigEndian = order == ">"
  }

  /// The value whose bytes begin at `start`.
  func value(_ bytes: [UInt8], _ start: Int) -> Float {
    var bits: UInt64 = 0
    for index in 0..<byteCount {
      let position = isBigEndian ? index : byteCount - 1 - index
      bits = bits << 8 | UInt64(bytes[start + position])
    }
    switch (kind, byteCount) {
    case (.float, 2): return Self.single(half: UInt16(bits))
    case (.float, 4): return Float(bitPattern: UInt32(bits))
    case (.float, _): return Float(Double(bitPattern: bits))
    case (.signed, _):
      let shift = 64 - 8 * byteCount
      return Float(Int64(bitPattern: bits << UInt64(shift)) >> Int64(shift))
    case (.unsigned, _), (.boolean, _): return Float(bits)
    }
  }

  /// IEEE 754 half precision as single; exact.
  private static func single(half: UInt16) -> Float {
    let sign: Float = half >> 15 == 1 ? -1 : 1
    let exponent = Int(half >> 10 & 31)
    let fraction = Float(half & 1023)
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default:
      return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
    }
  }
}
