/// Nearest-neighbour resizing of an axis by OpenCV's rule.
///
/// Losses and metrics go by PyTorch's rule, which computes in 32 bits (`NearestNeighbor`).
enum NearestAxis {
  /// For every position after resizing, the position it is copied from:
  /// min(floor(i * scale), source - 1) in 64-bit floats.
  /// - Precondition: both extents are positive.
  static func sources(from source: Int, to destination: Int) -> [Int] {
    precondition(source > 0 && destination > 0, "resizing \(source) positions to \(destination)")
    let scale = 1 / (Double(destination) / Double(source))
    return (0..<destination).map { min(Int(Double($0) * scale), source - 1) }
  }
}
