extension WinogradTransform {
  /// Transforms filters: 36 planes of ``FilterPanels`` with a row for every input, in single precision.
  ///
  /// - Parameters:
  ///   - values: filters in PyTorch's order, outputs x inputs x 3 x 3.
  ///   - range: the inputs whose rows are written; rows of different inputs do not depend on each
  ///     other.
  ///   - result: receives the rows.
  /// - Precondition: counts that fit, and inputs that exist.
  /// - Complexity: O(values of the rows); allocates nothing.
  public static func filters(
    _ values: Span<Float>, inputs: Int, outputs: Int, range: Range<Int>,
    into result: inout MutableSpan<Float>
  ) {
    precondition(
      values.count == inputs * outputs * 9
        && result.count
          == WinogradGrid.planeCount * FilterPanels.count(rows: inputs, outputs: outputs)
        && range.lowerBound >= 0 && range.upperBound <= inputs,
      "\(values.count) values of filters into \(result.count), inputs \(range) of \(inputs)")
    for input in range {
      var output = 0
      while output < outputs {
        transform(
          values, inputs: inputs, outputs: outputs, input: input, output: output, into: &result)
        output += 8
      }
    }
  }

  /// The filters from one input to eight outputs, or to those that are left.
  private static func transform(
    _ values: Span<Float>, inputs: Int, outputs: Int, input: Int, output: Int,
    into result: inout MutableSpan<Float>
  ) {
    let count = min(8, outputs - output)
    @inline(__always)
    func tap(_ position: Int) -> SIMD8<Double> {
      var lanes = SIMD8<Double>(repeating: 0)
      for lane in 0..<count {
        lanes[lane] = Double(values[((output + lane) * inputs + input) * 9 + position])
      }
      return lanes
    }
    let left = WinogradFilter.transformed(tap(0), tap(3), tap(6))
    let middle = WinogradFilter.transformed(tap(1), tap(4), tap(7))
    let right = WinogradFilter.transformed(tap(2), tap(5), tap(8))
    // Eight outputs from a multiple of eight on are side by side in a panel.
    let planeSize = FilterPanels.count(rows: inputs, outputs: outputs)
    var place = FilterPanels.place(row: input, of: inputs, output: output)
    @inline(__always)
    func store(_ lanes: SIMD8<Double>) {
      for lane in 0..<count { result[place + lane] = Float(lanes[lane]) }
      place += planeSize
    }
    @inline(__always)
    func row(_ a: SIMD8<Double>, _ b: SIMD8<Double>, _ c: SIMD8<Double>) {
      let line = WinogradFilter.transformed(a, b, c)
      store(line.0)
      store(line.1)
      store(line.2)
      store(line.3)
      store(line.4)
      store(line.5)
    }
    row(left.0, middle.0, right.0)
    row(left.1, middle.1, right.1)
    row(left.2, middle.2, right.2)
    row(left.3, middle.3, right.3)
    row(left.4, middle.4, right.4)
    row(left.5, middle.5, right.5)
  }
}
