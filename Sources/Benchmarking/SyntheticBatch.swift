internal import Networks
public import Tasks
public import TensorCore

/// Images and labels without any meaning, the same for the same seed on every platform.
///
/// Value i of a tensor follows from u, the i-th number of `NamedUniform` for the tensor's name
/// (`image`, or the task's), so that other programs can make the same batch.
public enum SyntheticBatch {
  /// Images in NHWC order: round(255 u) less the channel's mean.
  public static func images(_ shape: TensorShape, seed: UInt64) -> [Float] {
    precondition(shape.channels == 3, "images of \(shape)")
    let random = NamedUniform(name: "image", seed: seed)
    let mean = AttackStep.channelMeans
    return (0..<shape.elementCount).map { index in
      Float((255 * random[index]).rounded()) - mean[index % 3]
    }
  }

  /// The labels of a task at the images' resolution; about one pixel in 16 is not valid.
  ///
  /// Classes are whole numbers below 255; encoded bytes whole numbers to 254; decoded normals in
  /// -1...1; depth in metres 0.5 + 9 u, in logarithmic form u; responses in -1...1. The mask's
  /// numbers are those of the task's name followed by `.valid`.
  /// - Throws: ``TaskLabelError`` never: the labels fit the convention.
  public static func label(
    _ convention: TaskConvention, images: TensorShape, seed: UInt64
  ) throws -> TaskLabel {
    let shape = TensorShape(
      batch: images.batch, height: images.height, width: images.width,
      channels: convention.labelChannels)
    let random = NamedUniform(name: convention.task.rawValue, seed: seed)
    let pixels = shape.batch * shape.height * shape.width
    let validity = NamedUniform(name: convention.task.rawValue + ".valid", seed: seed)
    let isValid = (0..<pixels).map { validity[$0] >= 1.0 / 16 }
    let invalid: Float = convention.target == .depth(.metres) ? 0 : TaskConvention.padding
    let values = (0..<shape.elementCount).map { index in
      isValid[index / shape.channels]
        ? Self.value(random[index], convention.target) : invalid
    }
    let mask = isValid.map { $0 ? Float(1) : 0 }
    return try TaskLabel(
      convention, shape: shape, values: values, mask: convention.requiresMask ? mask : nil)
  }

  private static func value(_ u: Double, _ target: TaskConvention.Target) -> Float {
    switch target {
    case .classes(let count, _): Float((Double(count) * u).rounded(.down))
    case .normals(.rawBGR): Float((255 * u).rounded(.down))
    case .depth(.metres): Float(0.5 + 9 * u)
    case .depth(.logarithmic): Float(u)
    case .normals(.decoded), .response: Float(2 * u - 1)
    }
  }
}
