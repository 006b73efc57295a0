/// The order of filters for ``PackedConvolution``: panels of 32 outputs, the last one padded with zeros.
///
/// A panel has a row of 32 values for every tap and input, taps outside. In bfloat16 two rows are
/// interleaved: a dot product takes a pair.
public enum FilterPanels {
  /// Outputs of a panel.
  static let width = 32

  /// Values of the panels of `outputs` outputs with `rows` rows each.
  public static func count(rows: Int, outputs: Int) -> Int {
    panelCount(outputs: outputs) * rows * width
  }

  /// Panels of `outputs` outputs.
  public static func panelCount(outputs: Int) -> Int { (outputs + width - 1) / width }

  /// Brings filters into a panel; what is padding stays as it is.
  /// - Parameters:
  ///   - values: (outputs, inputs, taps), as PyTorch has them.
  ///   - isTransposed: whether inputs and outputs change places, for the input gradient; taps stay.
  ///   - panel: the panel's number; different panels do not depend on each other.
  ///   - panels: receives it in its place.
  /// - Precondition: the counts fit.
  public static func pack(
    _ values: Span<Float>, outputs: Int, inputs: Int, taps: Int, isTransposed: Bool, panel: Int,
    into panels: inout MutableSpan<Float>
  ) {
    let rows = taps * (isTransposed ? outputs : inputs)
    precondition(
      values.count == outputs * inputs * taps
        && panels.count == count(rows: rows, outputs: isTransposed ? inputs : outputs),
      "\(values.count) filter values into \(panels.count)")
    let columns = panel * width..<min((panel + 1) * width, isTransposed ? inputs : outputs)
    let start = panel * rows * width
    if isTransposed {
      for output in 0..<outputs {
        for input in columns {
          for tap in 0..<taps {
            panels[start + (tap * outputs + output) * width + input - columns.lowerBound] =
              values[(output * inputs + input) * taps + tap]
          }
        }
      }
    } else {
      for output in columns {
        for input in 0..<inputs {
          for tap in 0..<taps {
            panels[start + (tap * inputs + input) * width + output - columns.lowerBound] =
              values[(output * inputs + input) * taps + tap]
          }
        }
      }
    }
  }

  /// Rounds panels to bfloat16; an odd number of rows gets one of zeros behind it.
  /// - Precondition: the counts fit.
  public static func round(
    _ panels: Span<Float>, rows: Int, into result: inout MutableSpan<UInt16>
  ) {
    let pairs = (rows + 1) / 2
    let panelCount = panels.count / (rows * width)
    precondition(
      panels.count == panelCount * rows * width && result.count == panelCount * pairs * 2 * width,
      "\(panels.count) values in rows of \(rows) into \(result.count)")
    let zero = SIMD8<UInt16>(repeating: 0)
    for panel in 0..<panelCount {
      for pair in 0..<pairs {
        let source = (panel * rows + 2 * pair) * width
        let target = (panel * pairs + pair) * 2 * width
        for column in stride(from: 0, to: width, by: 8) {
          let first = panels.lanes(at: source + column).bfloat16Bits
          let second =
            2 * pair + 1 < rows ? panels.lanes(at: source + width + column).bfloat16Bits : zero
          for lane in 0..<8 {
            result[target + 2 * (column + lane)] = first[lane]
            result[target + 2 * (column + lane) + 1] = second[lane]
          }
        }
      }
    }
  }
}
