extension WinogradTransform {
  /// Transforms filters into the planes of a scheme, each in panels (``FilterPanels``) with a row for
  /// every input, in single precision.
  ///
  /// They are transformed in double precision and round once.
  /// - Parameters:
  ///   - values: filters in PyTorch's order, outputs x inputs x 3 x 3.
  ///   - range: the inputs whose rows are written; rows of different inputs do not depend on each
  ///     other.
  ///   - result: receives the rows.
  /// - Precondition: counts that fit, and inputs that exist.
  /// - Complexity: O(values of the rows); allocates nothing.
  public static func filters(
    _ values: Span<Float>, inputs: Int, outputs: Int, scheme: TileScheme, range: Range<Int>,
    into result: inout MutableSpan<Float>
  ) {
    precondition(
      values.count == inputs * outputs * 9
        && result.count == scheme.planeCount * FilterPanels.count(rows: inputs, outputs: outputs)
        && range.lowerBound >= 0 && range.upperBound <= inputs,
      "\(values.count) values of filters into \(result.count), inputs \(range) of \(inputs)")
    for input in range {
      var output = 0
      while output < outputs {
        transform(
          values, inputs: inputs, outputs: outputs, scheme, input: input, output: output,
          into: &result)
        output += 8
      }
    }
  }

  private typealias Column = SIMD8<Double>

  /// The filters from one input to eight outputs, or to those that are left.
  private static func transform(
    _ values: Span<Float>, inputs: Int, outputs: Int, _ scheme: TileScheme, input: Int, output: Int,
    into result: inout MutableSpan<Float>
  ) {
    let count = min(8, outputs - output)
    @inline(__always)
    func tap(_ position: Int) -> Column {
      var lanes = Column(repeating: 0)
      for lane in 0..<count {
        lanes[lane] = Double(values[((output + lane) * inputs + input) * 9 + position])
      }
      return lanes
    }
    let taps = (tap(0), tap(1), tap(2), tap(3), tap(4), tap(5), tap(6), tap(7), tap(8))
    // Eight outputs from a multiple of eight on are side by side in a panel.
    let planeSize = FilterPanels.count(rows: inputs, outputs: outputs)
    var place = FilterPanels.place(row: input, of: inputs, output: output)
    for row in 0..<scheme.formCount {
      let left = scheme.form(row, taps.0, taps.3, taps.6)
      let middle = scheme.form(row, taps.1, taps.4, taps.7)
      let right = scheme.form(row, taps.2, taps.5, taps.8)
      for column in 0..<scheme.formCount {
        let lanes = scheme.form(column, left, middle, right)
        for lane in 0..<count { result[place + lane] = Float(lanes[lane]) }
        place += planeSize
      }
    }
  }
}

extension TileScheme {
  /// A form of three taps: a row of G.
  @inline(__always)
  fileprivate func form(
    _ number: Int, _ a: SIMD8<Double>, _ b: SIMD8<Double>, _ c: SIMD8<Double>
  ) -> SIMD8<Double> {
    switch (self, number) {
    case (.points, 0): a / 2
    case (.points, 1): (a + b + c) / 6
    case (.points, 2): (a - b + c) / 6
    case (.points, 3): (16 * a + 8 * b + 4 * c) / 15
    case (.points, 4): (a - 2 * b + 4 * c) / 30
    case (.points, _): c / 2
    case (.shortPhases, 0): b
    case (.shortPhases, 1): a - b
    case (.shortPhases, _): c - b
    }
  }
}
