/// Vectors of weights that are not negative and add up to 1.
enum Simplex {
  /// Moves a point to the nearest one of the simplex; -infinity ends at 0, and a point of nothing
  /// else stays at zeros.
  ///
  /// All weights move by the same amount, and those that would be negative are 0 (Held, Wolfe and
  /// Crowder 1974): starting with all of them, the amount is found for those that are left, and
  /// those that it makes negative drop out, until none does (Michelot 1986).
  /// - Complexity: O(n^2); allocates nothing.
  static func project(_ point: inout MutableSpan<Double>) {
    var shift = -Double.infinity
    while true {
      var sum = 0.0
      var count = 0
      for place in point.indices where point[place] > shift {
        sum += point[place]
        count += 1
      }
      guard count > 0 else { break }
      let next = (sum - 1) / Double(count)
      // Rounding can leave the shift where it is, or a last place below it.
      guard next > shift else { break }
      shift = next
    }
    for place in point.indices {
      point[place] = point[place] > shift ? point[place] - shift : 0
    }
  }
}
