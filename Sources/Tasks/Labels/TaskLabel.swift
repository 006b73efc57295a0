public import TensorCore

/// The labels of a batch of images for one task, decoded, at their own resolution.
///
/// Classes are whole numbers, 255 for "ignored"; normals and depth are in the convention's
/// encoding; every value may be 255 where padding was added.
public struct TaskLabel: Sendable {
  /// What the values mean.
  public let convention: TaskConvention
  /// Extents: one channel, three for normals.
  public let shape: TensorShape
  /// All values in NHWC order.
  public let values: [Float]
  /// One value for every pixel, or nothing; a pixel is valid where the integer part is 1.
  ///
  /// Takes part in the losses of all tasks but segmentation, where it tells uncertain pixels,
  /// which the published losses count all the same, from certain ones.
  public let mask: [Float]?

  /// Creates labels.
  /// - Throws: ``TaskLabelError`` when the extents do not fit the convention or the values, or
  ///   when a mask is missing that the convention requires.
  public init(
    _ convention: TaskConvention, shape: TensorShape, values: [Float], mask: [Float]? = nil
  ) throws(TaskLabelError) {
    let task = convention.task
    guard shape.channels == convention.labelChannels else {
      throw .channels(task, expected: convention.labelChannels, found: shape.channels)
    }
    guard values.count == shape.elementCount else {
      throw .count(task, .values, expected: shape.elementCount, found: values.count)
    }
    if let mask {
      let pixels = shape.batch * shape.height * shape.width
      guard mask.count == pixels else {
        throw .count(task, .mask, expected: pixels, found: mask.count)
      }
    } else if convention.requiresMask {
      throw .missingMask(task)
    }
    self.convention = convention
    self.shape = shape
    self.values = values
    self.mask = mask
  }

  /// Whether the mask, if there is one, keeps a pixel of the batch.
  func isUnmasked(_ pixel: Int) -> Bool {
    guard let mask else { return true }
    return mask[pixel] >= 1 && mask[pixel] < 2
  }
}
