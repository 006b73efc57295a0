/// Units in the last place between two finite values of equal sign; large for anything else.
public func ulpDistance(_ a: Float, _ b: Float) -> Int {
  if a == b || (a.isNaN && b.isNaN) { return 0 }
  guard a.isFinite, b.isFinite else { return .max }
  func ordered(_ value: Float) -> Int {
    let bits = Int(value.bitPattern)
    return bits < 0x8000_0000 ? bits : 0x8000_0000 - bits
  }
  return abs(ordered(a) - ordered(b))
}

/// L2 norm of the difference over the L2 norm of the reference, in double precision.
///
/// 0 for two zero vectors; infinite when only the reference is zero; NaN when a value is NaN.
public func relativeError<Values: Sequence, Reference: Sequence>(
  _ values: Values, _ reference: Reference
) -> Double where Values.Element: BinaryFloatingPoint, Reference.Element: BinaryFloatingPoint {
  var difference = 0.0
  var norm = 0.0
  for (value, expected) in zip(values, reference) {
    difference += (Double(value) - Double(expected)) * (Double(value) - Double(expected))
    norm += Double(expected) * Double(expected)
  }
  return difference == 0 ? 0 : (difference / norm).squareRoot()
}
