/// How numbers are written in job files: one way, so that `010`, `0x10`, `1_000`, `.5`, `+1` and
/// `nan`, which programs read differently, are refused.
enum ScalarSyntax {
  /// A whole number such as `0` or `42`; nil for other texts and for values that the type lacks.
  static func integer<Value: FixedWidthInteger>(_ text: String, as type: Value.Type = Int.self)
    -> Value?
  {
    isWhole(text[...]) ? Value(text) : nil
  }

  /// A finite number such as `8`, `0.25` or `1e-3`; nil for other texts.
  static func number(_ text: String) -> Double? {
    var rest = text[...]
    if let exponent = rest.firstIndex(where: { $0 == "e" || $0 == "E" }) {
      var digits = rest[rest.index(after: exponent)...]
      if let sign = digits.first, sign == "-" || sign == "+" { digits = digits.dropFirst() }
      guard areDigits(digits) else { return nil }
      rest = rest[..<exponent]
    }
    if let point = rest.firstIndex(of: ".") {
      guard areDigits(rest[rest.index(after: point)...]) else { return nil }
      rest = rest[..<point]
    }
    guard isWhole(rest), let value = Double(text), value.isFinite else { return nil }
    return value
  }

  private static func isWhole(_ text: Substring) -> Bool {
    areDigits(text) && (text.count == 1 || text.first != "0")
  }

  private static func areDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
