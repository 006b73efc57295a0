public import Tasks
public import TensorCore

/// Samples joined into a batch.
public struct SampleBatch: ~Copyable {
  /// Names of the images.
  public let names: [String]
  /// The network's input, NHWC.
  public let input: Tensor
  /// The labels of every task, in the order of the conventions.
  public let labels: [TaskLabel]

  /// Joins samples.
  /// - Throws: `TaskLabelError` when only some of them have masks.
  /// - Complexity: O(values), allocates the result.
  /// - Precondition: there is at least one, and all have the same extents and conventions.
  public init(_ samples: [Sample]) throws {
    precondition(!samples.isEmpty, "a batch of no samples")
    let (height, width) = (samples[0].height, samples[0].width)
    precondition(
      samples.allSatisfy { $0.height == height && $0.width == width },
      "samples of different extents")
    names = samples.map(\.name)
    let shape = TensorShape(batch: samples.count, height: height, width: width, channels: 3)
    let values = samples.flatMap(\.input)
    input = Tensor(shape, nhwc: values.span)
    labels = try samples[0].labels.indices.map { position in
      let parts = samples.map { $0.labels[position] }
      precondition(
        parts.allSatisfy { $0.convention == parts[0].convention }, "different conventions")
      let masks = parts.compactMap(\.mask)
      return try TaskLabel(
        parts[0].convention,
        shape: TensorShape(
          batch: samples.count, height: height, width: width, channels: parts[0].shape.channels),
        values: parts.flatMap(\.values), mask: masks.isEmpty ? nil : masks.flatMap { $0 })
    }
  }
}
