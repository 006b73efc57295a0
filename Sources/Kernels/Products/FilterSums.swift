internal import CKernels

/// Gradients of filters as products leave them: matrices of inputs x outputs, one after another, for
/// every tap, or for every plane of transformed filters.
public enum FilterSums: Hashable, Sendable {
  /// A matrix for each of so many taps.
  case taps(Int)
  /// A matrix for each plane of a Winograd convolution of 3x3 taps.
  case planes(TileScheme)

  /// Outputs that are brought over together.
  public static let groupSize = 16

  /// Number of matrices.
  public var matrixCount: Int {
    switch self {
    case .taps(let count): count
    case .planes(let scheme): scheme.planeCount
    }
  }

  private var tapCount: Int {
    switch self {
    case .taps(let count): count
    case .planes: 9
    }
  }

  private var formCount: Int {
    switch self {
    case .taps: 0
    case .planes(let scheme): scheme.formCount
    }
  }

  /// Brings the gradients of sixteen outputs' filters, or of those that are left, into PyTorch's order.
  /// Those of planes are carried back through the transform of the filters (G^T dU G).
  /// - Parameters:
  ///   - sums: all matrices, with a row of all outputs for each of `inputs`.
  ///   - inputs: the inputs whose gradients are there.
  ///   - inputCount: inputs of a filter.
  ///   - outputCount: number of all outputs.
  ///   - group: which outputs; groups do not depend on each other.
  ///   - result: all filters, outputs x inputs x taps.
  /// - Precondition: counts that fit.
  /// - Complexity: O(values brought over); allocates nothing. The bytes do not depend on the
  ///   instructions.
  public func store(
    _ sums: Span<Float>, inputs: Range<Int>, of inputCount: Int, outputCount: Int, group: Int,
    into result: inout MutableSpan<Float>
  ) {
    precondition(
      sums.count == matrixCount * inputs.count * outputCount
        && result.count == outputCount * inputCount * tapCount && inputs.lowerBound >= 0
        && inputs.upperBound <= inputCount && group >= 0 && group * Self.groupSize < outputCount,
      "\(sums.count) sums of inputs \(inputs), outputs \(group) x 16, into \(result.count)")
    let shape = equipoise_filter_sums(
      inputs: Int64(inputs.count), outputs: Int64(outputCount), taps: Int64(tapCount),
      forms: Int64(formCount), first_input: Int64(inputs.lowerBound),
      all_inputs: Int64(inputCount))
    unsafe withUnsafePointer(to: shape) { shape in
      unsafe sums.withUnsafeBufferPointer { sums in
        unsafe result.withUnsafeMutableBufferPointer { result in
          guard let from = sums.baseAddress, let to = result.baseAddress else { return }
          unsafe equipoise_store_filters(shape, from, Int64(group * Self.groupSize), to)
        }
      }
    }
  }
}
