internal import CKernels

extension WinogradTransform {
  /// Outputs whose filters are transformed together.
  public static let filterGroupSize = 16

  /// Transforms the filters of sixteen outputs, or of those that are left, into the planes of a scheme,
  /// each in panels (``FilterPanels``) with a row for every input, in single precision.
  ///
  /// They are transformed in double precision and round once. What is padding in a panel is zero.
  /// - Parameters:
  ///   - values: filters in PyTorch's order, outputs x inputs x 3 x 3.
  ///   - group: which outputs; groups do not depend on each other.
  ///   - result: receives them.
  /// - Precondition: counts that fit, and outputs that exist.
  /// - Complexity: O(values of the filters); allocates nothing.
  public static func filters(
    _ values: Span<Float>, inputs: Int, outputs: Int, scheme: TileScheme, group: Int,
    into result: inout MutableSpan<Float>
  ) {
    precondition(
      values.count == inputs * outputs * 9
        && result.count == scheme.planeCount * FilterPanels.count(rows: inputs, outputs: outputs)
        && group >= 0 && group * filterGroupSize < outputs,
      "\(values.count) values of filters into \(result.count), outputs \(group) x 16 of \(outputs)")
    unsafe values.withUnsafeBufferPointer { values in
      unsafe result.withUnsafeMutableBufferPointer { result in
        guard let from = values.baseAddress, let to = result.baseAddress else { return }
        unsafe equipoise_fill_planes(
          from, Int64(inputs), Int64(outputs), Int64(group * filterGroupSize),
          Int64(scheme.formCount), to)
      }
    }
  }
}
