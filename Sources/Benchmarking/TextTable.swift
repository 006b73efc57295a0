/// A table in plain text: the first columns to the left, numbers to the right.
struct TextTable {
  private let header: [String]
  private let leftColumns: Int
  private var rows: [[String]] = []

  /// Creates a table whose first `leftColumns` columns are words.
  init(_ header: [String], leftColumns: Int = 1) {
    self.header = header
    self.leftColumns = leftColumns
  }

  /// Adds a row.
  /// - Precondition: as many cells as the header has.
  mutating func add(_ row: [String]) {
    precondition(row.count == header.count, "\(row.count) cells of \(header.count)")
    rows.append(row)
  }

  /// The lines, each ended.
  var text: String {
    let widths = header.indices.map { column in
      ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    let rule = widths.map { String(repeating: "-", count: $0) }
    return ([header, rule] + rows).map { row in
      let cells = row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column < leftColumns ? cell + space : space + cell
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }
}

extension Double {
  /// With a number of digits after the point; without them beyond 1e15, where they mean nothing.
  func decimals(_ digits: Int) -> String {
    guard isFinite, magnitude < 1e15 else { return "\(self)" }
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
