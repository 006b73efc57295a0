/// A table in plain text: the first columns to the left, numbers to the right.
public struct TextTable {
  private let header: [String]
  private let leftColumns: Int
  private var rows: [[String]] = []

  /// Creates a table whose first `leftColumns` columns are words.
  public init(_ header: [String], leftColumns: Int = 1) {
    self.header = header
    self.leftColumns = leftColumns
  }

  /// Adds a row.
  /// - Precondition: as many cells as the header has.
  public mutating func add(_ row: [String]) {
    precondition(row.count == header.count, "\(row.count) cells of \(header.count)")
    rows.append(row)
  }

  /// The lines, each ended.
  public var text: String {
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
