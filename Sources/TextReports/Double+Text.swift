extension Double {
  /// As few digits as tell the number from all others; without a fraction where there is none.
  public var shortest: String {
    // Whatever the sign of one that is not a number.
    guard !isNaN else { return "nan" }
    let text = "\(self)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// With a number of digits after the point; without them beyond 1e15, where they mean nothing.
  public func decimals(_ digits: Int) -> String {
    guard isFinite, magnitude < 1e15 else { return shortest }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int((magnitude * scale).rounded())
    let whole = scaled / Int(scale)
    let sign = self < 0 && scaled > 0 ? "-" : ""
    guard digits > 0 else { return "\(sign)\(whole)" }
    let fraction = String(scaled % Int(scale))
    return "\(sign)\(whole)." + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
