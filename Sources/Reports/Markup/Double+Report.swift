internal import TextReports

extension Double {
  /// A share in percent with a digit after the point and a true minus sign.
  var percent: String { (100 * self).figure(1) + " %" }

  /// A number with some digits after the point and a true minus sign; of large ones, the exponent.
  func figure(_ digits: Int) -> String {
    let text =
      isFinite && magnitude >= 1e7 ? Self.scientific(self) : decimals(digits)
    return text.hasPrefix("-") ? "\u{2212}" + text.dropFirst() : text
  }

  /// A number with the digits that it has, such as a budget.
  var shortestFigure: String { isFinite && magnitude >= 1e7 ? figure(1) : shortest }

  /// A number as coordinates of SVG have it.
  var coordinate: String { isFinite ? decimals(1) : "0" }

  private static func scientific(_ value: Double) -> String {
    var exponent = 0
    var mantissa = value
    while mantissa.magnitude >= 10 {
      mantissa /= 10
      exponent += 1
    }
    return "\(mantissa.decimals(1))e\(exponent)"
  }
}

extension Double? {
  /// A share in percent, or a dash.
  var percent: String { self?.percent ?? "–" }

  /// A number with some digits after the point, or a dash.
  func figure(_ digits: Int) -> String { self?.figure(digits) ?? "–" }
}
