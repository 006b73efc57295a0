internal import Kernels
public import TensorCore

extension LabelDialect {
  /// Decodes stored labels into what a convention asks for.
  ///
  /// Decoding goes pixel by pixel, so it may come before or after a nearest-neighbour resize.
  /// Uncertain Taskonomy segmentation (stored 0) becomes class 0, as in the published loader, and
  /// 0 in the mask. Values that are not a class are found when the label is prepared for a loss.
  /// - Parameters:
  ///   - stored: the values in NHWC order.
  ///   - shape: their extents.
  ///   - convention: the task and the encoding wanted.
  ///   - depth: stored depth of the same images: for decoded Taskonomy normals its mask is theirs;
  ///     without it those at (128,128,128) are masked. Not used otherwise.
  /// - Throws: ``TaskLabelError`` when the number type, the extents or the number of values are
  ///   not those of the dialect, or when it does not have what the convention asks for.
  /// - Complexity: O(values), allocates the result.
  public func decode(
    _ stored: StoredLabelValues, shape: TensorShape, as convention: TaskConvention,
    depth: StoredLabelValues? = nil
  ) throws(TaskLabelError) -> TaskLabel {
    guard shape.channels == convention.labelChannels else {
      throw .channels(
        convention.task, expected: convention.labelChannels, found: shape.channels)
    }
    guard stored.count == shape.elementCount else {
      throw .count(convention.task, .values, expected: shape.elementCount, found: stored.count)
    }
    var mask: [Float]?
    let values: [Float]
    switch (self, convention.target) {
    case (.nyuv2, .classes):
      values = try bytes(stored, of: .segmentation).map { Float($0) }
    case (.taskonomy, .classes):
      let bytes = try bytes(stored, of: .segmentation)
      values = bytes.map { Float($0 == 0 ? 0 : $0 - 1) }
      mask = bytes.map { $0 == 0 ? 0 : 1 }
    case (_, .normals(.rawBGR)):
      let bytes = try bytes(stored, of: .normals)
      values = bytes.indices.map { Float(bytes[$0 + 2 - 2 * ($0 % 3)]) }
    case (_, .normals(.decoded)):
      let bytes = try bytes(stored, of: .normals)
      values = bytes.map { Float($0) / 255 * 2 - 1 }
      mask = try normalsMask(bytes, depth: depth)
    case (.nyuv2, .depth(.metres)):
      values = try floats(stored, of: .depth)
    case (.taskonomy, .depth(.logarithmic)):
      let words = try words(stored, of: .depth)
      values = words.map { Self.logarithmicDepth($0) }
      mask = words.map { $0 < Self.depthLimit ? 1 : 0 }
    case (.taskonomy, .response):
      let ceiling = convention.task == .keypoints ? Self.keypointCeiling : Self.edgeCeiling
      values = try words(stored, of: convention.task).map {
        min(Float($0) / 65_536, ceiling) / ceiling * 2 - 1
      }
    default:
      throw .notConvertible(convention, self)
    }
    return try TaskLabel(convention, shape: shape, values: values, mask: mask)
  }

  /// log(1 + stored) / log(2^16), 0...1.
  static func logarithmicDepth(_ stored: UInt16) -> Float {
    let logarithmOfRange = 11.090_354_888_959_125
    return Float(Double(logarithm(1 + Float(stored))) / logarithmOfRange)
  }

  /// 1 for every valid normal.
  private func normalsMask(
    _ bytes: [UInt8], depth: StoredLabelValues?
  ) throws(TaskLabelError) -> [Float] {
    let pixels = bytes.count / 3
    if self == .taskonomy, let depth {
      let words = try words(depth, of: .depth)
      guard words.count == pixels else {
        throw .count(.normals, .mask, expected: pixels, found: words.count)
      }
      return words.map { $0 < Self.depthLimit ? 1 : 0 }
    }
    let invalid: [UInt8] = self == .nyuv2 ? [255, 127] : [128]
    return (0..<pixels).map { pixel in
      let first = bytes[3 * pixel]
      let isGrey = bytes[3 * pixel + 1] == first && bytes[3 * pixel + 2] == first
      return isGrey && invalid.contains(first) ? 0 : 1
    }
  }

  private func bytes(
    _ stored: StoredLabelValues, of task: DenseTask
  ) throws(TaskLabelError) -> [UInt8] {
    guard case .bytes(let values) = stored else {
      throw .storedType(task, self, expected: "8-bit integers", found: stored.typeName)
    }
    return values
  }

  private func words(
    _ stored: StoredLabelValues, of task: DenseTask
  ) throws(TaskLabelError) -> [UInt16] {
    guard case .words(let values) = stored else {
      throw .storedType(task, self, expected: "16-bit integers", found: stored.typeName)
    }
    return values
  }

  private func floats(
    _ stored: StoredLabelValues, of task: DenseTask
  ) throws(TaskLabelError) -> [Float] {
    guard case .floats(let values) = stored else {
      throw .storedType(task, self, expected: "32-bit floats", found: stored.typeName)
    }
    return values
  }
}
