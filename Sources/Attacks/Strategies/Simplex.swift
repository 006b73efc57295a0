/// Vectors of weights that are not negative and add up to 1.
enum Simplex {
  /// The nearest point of the simplex (Held, Wolfe, Crowder 1974).
  /// - Complexity: O(n log n).
  static func projection(of point: [Double]) -> [Double] {
    let descending = point.sorted(by: >)
    var sum = 0.0
    var shift = 0.0
    for (index, value) in descending.enumerated() {
      sum += value
      let candidate = (sum - 1) / Double(index + 1)
      if value > candidate { shift = candidate }
    }
    return point.map { max($0 - shift, 0) }
  }

  /// The weights of the shortest vector that the simplex makes of vectors with these inner products.
  ///
  /// The optimum has affinely independent support (Caratheodory), on which it solves a linear
  /// system; all supports are tried, and the shortest vector with weights that are not negative is
  /// taken. Of equally short ones the first: supports in ascending binary order.
  /// - Parameter products: inner products of all pairs, row by row.
  /// - Complexity: O(2^n n^3).
  static func shortestCombination(products: [Double], count: Int) -> [Double] {
    var best = [Double](repeating: 0, count: count)
    var shortest = Double.infinity
    for bits in 1..<(1 << count) {
      let support = (0..<count).filter { bits >> $0 & 1 == 1 }
      guard let weights = stationaryWeights(products, count, support),
        weights.allSatisfy({ $0 >= 0 })
      else { continue }
      var length = 0.0
      for (i, row) in support.enumerated() {
        for (j, column) in support.enumerated() {
          length += weights[i] * weights[j] * products[row * count + column]
        }
      }
      guard length < shortest else { continue }
      shortest = length
      best = [Double](repeating: 0, count: count)
      for (index, place) in support.enumerated() { best[place] = weights[index] }
    }
    return best
  }

  /// Weights of sum 1 on a support for which all inner products with the combination are equal; nil
  /// when the support's vectors are not affinely independent.
  private static func stationaryWeights(
    _ products: [Double], _ count: Int, _ support: [Int]
  ) -> [Double]? {
    // [G 1; 1 0] [w; -m] = [0; 1], by elimination with pivots.
    let size = support.count + 1
    let scale = support.reduce(0.0) { max($0, abs(products[$1 * count + $1])) }
    guard scale > 0, scale.isFinite else { return support.count == 1 ? [1] : nil }
    var rows = (0..<size).map { _ in [Double](repeating: 0, count: size + 1) }
    for (i, row) in support.enumerated() {
      for (j, column) in support.enumerated() {
        rows[i][j] = products[row * count + column] / scale
      }
      rows[i][size - 1] = 1
      rows[size - 1][i] = 1
    }
    rows[size - 1][size] = 1
    for column in 0..<size {
      var pivot = column
      for row in column..<size where abs(rows[row][column]) > abs(rows[pivot][column]) {
        pivot = row
      }
      guard abs(rows[pivot][column]) > 1e-12 else { return nil }
      rows.swapAt(column, pivot)
      for row in 0..<size where row != column {
        let factor = rows[row][column] / rows[column][column]
        guard factor != 0 else { continue }
        for place in column...size { rows[row][place] -= factor * rows[column][place] }
      }
    }
    return (0..<support.count).map { rows[$0][size] / rows[$0][$0] }
  }
}
