/// Shape and strides from a file, checked: no negative extent, nothing that overflows.
struct TensorGeometry {
  let shape: [Int]
  let strides: [Int]
  /// Product of the extents.
  let elementCount: Int
  /// Elements from the first through the last in memory; 0 if there are none.
  let reach: Int

  /// A row-major tensor without gaps.
  init(shape: [Int], in context: FaultContext) throws(CheckpointError) {
    try self.init(
      shape: shape, strides: Self.contiguousStrides(of: shape, in: context), in: context)
  }

  /// A strided tensor.
  init(shape: [Int], strides: [Int], in context: FaultContext) throws(CheckpointError) {
    let limit = CheckpointLimits.rank
    guard shape.count <= limit else {
      throw context.fault(
        .invalidShape, expected: "at most \(limit) extents", found: "\(shape.count)")
    }
    if let extent = shape.first(where: { $0 < 0 }) {
      throw context.fault(
        .invalidShape, expected: "extents of at least 0", found: "\(extent) in \(shape)")
    }
    guard strides.count == shape.count else {
      throw context.fault(
        .invalidShape, expected: "\(shape.count) strides for \(shape)", found: "\(strides)")
    }
    if let stride = strides.first(where: { $0 < 0 }) {
      throw context.fault(
        .invalidShape, expected: "strides of at least 0", found: "\(stride) in \(strides)")
    }
    self.shape = shape
    self.strides = strides
    if shape.contains(0) {
      elementCount = 0
      reach = 0
      return
    }
    var count = 1
    var last = 0
    for (extent, stride) in zip(shape, strides) {
      let product = count.multipliedReportingOverflow(by: extent)
      let step = (extent - 1).multipliedReportingOverflow(by: stride)
      let sum = last.addingReportingOverflow(step.partialValue)
      guard !product.overflow, !step.overflow, !sum.overflow, sum.partialValue < Int.max else {
        throw context.fault(
          .invalidShape, expected: "fewer elements than 2^63",
          found: "shape \(shape) with strides \(strides)")
      }
      count = product.partialValue
      last = sum.partialValue
    }
    elementCount = count
    reach = last + 1
  }

  /// Whether the strides are those of a row-major tensor without gaps.
  ///
  /// The stride of an extent of 1 has no meaning, nor have those of a tensor without elements.
  static func isContiguous(shape: [Int], strides: [Int]) -> Bool {
    if shape.contains(0) { return true }
    var expected = 1
    for (extent, stride) in zip(shape, strides).reversed() where extent != 1 {
      if stride != expected { return false }
      expected *= extent
    }
    return true
  }

  private static func contiguousStrides(
    of shape: [Int], in context: FaultContext
  ) throws(CheckpointError) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    guard !shape.contains(where: { $0 <= 0 }) else { return strides }
    var product = 1
    for index in shape.indices.reversed() {
      strides[index] = product
      let next = product.multipliedReportingOverflow(by: shape[index])
      guard !next.overflow else {
        throw context.fault(
          .invalidShape, expected: "fewer elements than 2^63", found: "shape \(shape)")
      }
      product = next.partialValue
    }
    return strides
  }
}
