internal import TensorCore

/// The best point of every image so far, with the direction there.
struct BestPoints: ~Copyable {
  /// The points.
  private(set) var points: Tensor
  /// The directions at the points, where they have been found.
  var directions: Tensor
  /// Whether the point is the one that was evaluated last.
  var isCurrent: [Bool]
  private var objectives: [Double]

  /// Starts with points that anything is better than.
  init(_ start: borrowing Tensor, count: Int) {
    points = start.copy()
    directions = Tensor(start.shape)
    isCurrent = [Bool](repeating: false, count: count)
    objectives = [Double](repeating: -.infinity, count: count)
  }

  /// Takes a point if its objective is higher than the best, or, with `takesTies`, as high.
  mutating func consider(
    _ image: Int, _ candidates: borrowing Tensor, objective: Double, takesTies: Bool
  ) {
    isCurrent[image] =
      takesTies ? objective >= objectives[image] : objective > objectives[image]
    guard isCurrent[image] else { return }
    objectives[image] = objective
    points.copyImage(image, from: candidates)
  }
}
