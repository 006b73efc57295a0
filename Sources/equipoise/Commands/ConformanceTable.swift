import Conformance
import Foundation

/// A conformance report as text.
struct ConformanceTable {
  let text: String

  init(_ report: ConformanceReport, failuresOnly: Bool) {
    let shown = report.measurements.filter { !failuresOnly || !$0.passes }
    let width = shown.map(\.subject.count).max() ?? 0
    let kind = shown.map(\.quantity.rawValue.count).max() ?? 0
    var lines = ["\(report.path): \(report.kind)"]
    for row in shown {
      let subject = row.subject.padding(toLength: width, withPad: " ", startingAt: 0)
      let quantity = row.quantity.rawValue.padding(toLength: kind, withPad: " ", startingAt: 0)
      lines.append(
        "  \(subject)  \(quantity)  \(Self.number(row.error))  bound \(Self.number(row.bound))  "
          + (row.passes ? "ok" : "FAILS"))
    }
    for part in report.notCovered { lines.append("  not covered by this version: \(part)") }
    let failures = report.measurements.count { !$0.passes }
    lines.append(
      "  \(report.measurements.count - failures) within bounds, \(failures) out of bounds, "
        + "\(report.notCovered.count) parts not covered")
    text = lines.joined(separator: "\n")
  }

  private static func number(_ value: Double) -> String { String(format: "%9.2e", value) }
}
