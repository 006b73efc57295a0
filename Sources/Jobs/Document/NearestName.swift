/// Finds the name that was probably meant.
enum NearestName {
  /// The accepted name that a misspelt one is nearest to, counting insertions, deletions,
  /// replacements and exchanges of neighbours; nil when more than a third of the name is wrong. Of
  /// equally near ones the first.
  /// - Complexity: O(names * length^2).
  static func find(_ name: String, among accepted: [String]) -> String? {
    guard name.unicodeScalars.count <= 60 else { return nil }
    let distances = accepted.map { ($0, distance(name, $0)) }
    guard let nearest = distances.min(by: { $0.1 < $1.1 }),
      nearest.1 <= max(nearest.0.count / 3, 1)
    else { return nil }
    return nearest.0
  }

  /// Optimal string alignment distance.
  private static func distance(_ left: String, _ right: String) -> Int {
    let (first, second) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
    var beforeLast: [Int] = []
    var last = Array(0...second.count)
    for i in first.indices {
      var current = [i + 1]
      for j in second.indices {
        var best = min(
          last[j] + (first[i] == second[j] ? 0 : 1), last[j + 1] + 1, current[j] + 1)
        if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        current.append(best)
      }
      (beforeLast, last) = (last, current)
    }
    return last[second.count]
  }
}
