/// A number that ranks can add up.
public protocol SummableElement: MessageElement {
  /// Adds `addends` to `sums`, element by element.
  /// - Returns: Whether every sum fits its type; true for floating-point numbers, which round or
  ///   become infinite.
  /// - Precondition: as many of both.
  static func add(_ addends: Span<Self>, to sums: inout MutableSpan<Self>) -> Bool
}

extension Float: SummableElement {
  /// Adds with one rounding per element; a NaN of either side makes the sum NaN.
  public static func add(_ addends: Span<Float>, to sums: inout MutableSpan<Float>) -> Bool {
    precondition(addends.count == sums.count, "\(addends.count) addends, \(sums.count) sums")
    for index in 0..<addends.count { sums[index] += addends[index] }
    return true
  }
}

extension Double: SummableElement {
  /// Adds with one rounding per element; a NaN of either side makes the sum NaN.
  public static func add(_ addends: Span<Double>, to sums: inout MutableSpan<Double>) -> Bool {
    precondition(addends.count == sums.count, "\(addends.count) addends, \(sums.count) sums")
    for index in 0..<addends.count { sums[index] += addends[index] }
    return true
  }
}

extension Int64: SummableElement {
  /// Adds exactly; sums that do not fit wrap around and are reported.
  public static func add(_ addends: Span<Int64>, to sums: inout MutableSpan<Int64>) -> Bool {
    precondition(addends.count == sums.count, "\(addends.count) addends, \(sums.count) sums")
    var carries: Int64 = 0
    for index in 0..<addends.count {
      let sum = sums[index] &+ addends[index]
      // The sign bit is set when both operands have the sign that the sum does not have.
      carries |= (sums[index] ^ sum) & (addends[index] ^ sum)
      sums[index] = sum
    }
    return carries >= 0
  }
}
