/// Nearest-neighbour resizing by PyTorch's rule (`interpolate`, mode "nearest").
public enum NearestNeighbor {
  /// For every position of an axis after resizing, the position it is copied from:
  /// min(floor(i * scale), source - 1) with scale = source / destination, in 32-bit floats as
  /// PyTorch computes it, which now and then differs from exact arithmetic.
  /// - Complexity: O(`destination`), one allocation.
  /// - Precondition: both extents are positive.
  public static func sourceIndices(from source: Int, to destination: Int) -> [Int] {
    precondition(source > 0 && destination > 0, "resizing \(source) positions to \(destination)")
    let scale = Float(source) / Float(destination)
    return (0..<destination).map { min(Int(Float($0) * scale), source - 1) }
  }
}
