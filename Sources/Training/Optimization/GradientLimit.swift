internal import ComputePlatform
internal import Kernels
internal import TensorCore

/// Limits the norm of a gradient over all parameters (`torch.nn.utils.clip_grad_norm_`).
///
/// The norm is added up of the blocks of the flat array, in order. Blocks may lie on several ranks:
/// each finds the squares of its own, and the numbers of all, brought together, have the same sum.
enum GradientLimit {
  /// Added to the norm before the division, as PyTorch does.
  private static let margin = 1e-6

  /// The sum of squares of every block of ``StepExchange/blockLength`` values.
  /// - Parameter parts: where gradients are looked at, whole blocks; the others count as 0.
  /// - Complexity: O(values) in parallel, allocates a number for every block.
  static func squares(of gradients: Span<Float>, in parts: [Range<Int>]) -> [Double] {
    let length = StepExchange.blockLength
    let sums = AlignedBuffer<Double>(
      repeating: 0, count: (gradients.count + length - 1) / length)
    let target = unsafe sums.unsafeBaseAddress
    unsafe gradients.withUnsafeBufferPointer { gradients in
      let gradients = unsafe UnsafeBufferPointer(rebasing: gradients[...])
      for part in parts {
        let first = part.lowerBound / length
        // Every thread writes the sums of its own blocks.
        ThreadTeam.forEach(count: (part.count + length - 1) / length) { block in
          let start = part.lowerBound + block * length
          let range = start..<min(start + length, part.upperBound)
          unsafe target[first + block] = Reduction.squaredL2Norm(
            gradients.extracting(range).span)
        }
      }
    }
    return (0..<sums.count).map { unsafe target[$0] }
  }

  /// The norm for the squares of all blocks.
  static func norm(_ squares: [Double]) -> Double { squares.reduce(0, +).squareRoot() }

  /// Scales values by largest / (norm + 1e-6) where that is below 1. NaN and infinity leave the
  /// factor to IEEE 754, as in PyTorch.
  /// - Complexity: O(values), allocates nothing.
  static func apply(
    to gradients: inout MutableSpan<Float>, in parts: [Range<Int>], norm: Double,
    largestNorm: Double
  ) {
    let factor = largestNorm / (norm + margin)
    guard !(factor >= 1) else { return }
    for part in parts {
      var values = gradients._mutatingExtracting(part)
      LinearCombination.scale(&values, by: Float(factor))
    }
  }
}
