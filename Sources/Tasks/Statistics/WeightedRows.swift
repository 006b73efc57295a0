/// Rows of numbers, one for every image, and their sums with whole weights.
struct WeightedRows {
  let width: Int
  private var values: [Double] = []

  init(width: Int) { self.width = width }

  /// Number of rows.
  var count: Int { width == 0 ? 0 : values.count / width }

  /// Adds a row.
  /// - Precondition: of this width.
  mutating func append(_ row: [Double]) {
    precondition(row.count == width, "a row of \(row.count) numbers among rows of \(width)")
    values += row
  }

  /// Sets `sums` to the sum of every row times its weight, from the first row to the last. Rows of
  /// weight 0 are left out, whatever is in them.
  /// - Complexity: O(rows x width), no allocation.
  func sum(_ weights: [Int], into sums: inout [Double]) {
    precondition(weights.count == count, "\(weights.count) weights of \(count) rows")
    var sums = sums.mutableSpan
    precondition(sums.count == width, "\(sums.count) sums of \(width)")
    for place in 0..<width { sums[place] = 0 }
    let values = values.span
    for (row, count) in weights.enumerated() where count > 0 {
      let weight = Double(count)
      let part = values.extracting(row * width..<(row + 1) * width)
      for place in 0..<width { sums[place] += weight * part[place] }
    }
  }
}
