/// Finds the shortest vector that weights of a simplex make of given vectors, exactly.
///
/// The optimum has affinely independent support (Caratheodory), on which it solves a linear system;
/// all supports are tried, and the shortest vector with weights that are not negative is taken. Of
/// equally short ones the first: supports in ascending binary order.
struct ShortestCombination {
  /// Most vectors.
  let count: Int
  /// Inner products of all pairs of vectors, row by row.
  var products: [Double]
  /// The weights that were found; 0 for vectors that do not take part.
  private(set) var weights: [Double]
  private var support: [Int] = []
  /// The linear system of a support, with its right side.
  private var rows: [Double]

  /// Makes room for that many vectors.
  init(count: Int) {
    self.count = count
    products = [Double](repeating: 0, count: count * count)
    weights = [Double](repeating: 0, count: count)
    rows = [Double](repeating: 0, count: (count + 1) * (count + 2))
    support.reserveCapacity(count)
  }

  /// Finds the weights for the vectors whose bits are set.
  /// - Complexity: O(2^n n^3); allocates nothing.
  mutating func solve(members: Int) {
    for place in weights.indices { weights[place] = 0 }
    var shortest = Double.infinity
    for bits in 1..<(1 << count) where bits & ~members == 0 {
      support.removeAll(keepingCapacity: true)
      for place in 0..<count where bits >> place & 1 == 1 { support.append(place) }
      guard findStationaryWeights(), isInSimplex else { continue }
      let length = length
      guard length < shortest else { continue }
      shortest = length
      for place in weights.indices { weights[place] = 0 }
      for index in support.indices { weights[support[index]] = weight(index) }
    }
  }

  private var size: Int { support.count + 1 }

  private func weight(_ index: Int) -> Double { rows[index * (size + 1) + size] }

  private var isInSimplex: Bool {
    for index in support.indices where !(weight(index) >= 0) { return false }
    return true
  }

  private var length: Double {
    var length = 0.0
    for i in support.indices {
      for j in support.indices {
        length += weight(i) * weight(j) * products[support[i] * count + support[j]]
      }
    }
    return length
  }

  /// Weights of sum 1 on the support for which all inner products with the combination are equal.
  /// - Returns: false when the support's vectors are not affinely independent.
  private mutating func findStationaryWeights() -> Bool {
    // [G 1; 1 0] [w; -m] = [0; 1], by elimination with pivots.
    let width = size + 1
    var scale = 0.0
    for index in support.indices {
      scale = max(scale, abs(products[support[index] * count + support[index]]))
    }
    guard scale > 0, scale.isFinite else {
      rows[size] = 1
      return support.count == 1
    }
    for i in support.indices {
      for j in support.indices {
        rows[i * width + j] = products[support[i] * count + support[j]] / scale
      }
      rows[i * width + size - 1] = 1
      rows[i * width + size] = 0
      rows[(size - 1) * width + i] = 1
    }
    rows[(size - 1) * width + size - 1] = 0
    rows[(size - 1) * width + size] = 1
    for column in 0..<size where !eliminate(column) { return false }
    return true
  }

  /// Makes a column that of the identity.
  /// - Returns: false when the rest of it is 0, up to rounding.
  private mutating func eliminate(_ column: Int) -> Bool {
    let width = size + 1
    var pivot = column
    for row in column..<size
    where abs(rows[row * width + column]) > abs(rows[pivot * width + column]) {
      pivot = row
    }
    let divisor = rows[pivot * width + column]
    guard abs(divisor) > 1e-12 else { return false }
    for place in 0..<width {
      let value = rows[pivot * width + place] / divisor
      rows[pivot * width + place] = rows[column * width + place]
      rows[column * width + place] = value
    }
    for row in 0..<size where row != column {
      let factor = rows[row * width + column]
      guard factor != 0 else { continue }
      for place in column..<width {
        rows[row * width + place] -= factor * rows[column * width + place]
      }
    }
    return true
  }
}
