/// A copy of `values` after `body` has changed it through a span.
func updated(_ values: [Float], _ body: (inout MutableSpan<Float>) -> Void) -> [Float] {
  var copy = values
  var span = copy.mutableSpan
  body(&span)
  return copy
}

/// Whether two values have the same bits, or both are NaN.
func sameDouble(_ a: Double, _ b: Double) -> Bool {
  a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN)
}
