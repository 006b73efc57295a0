public import Tasks
public import TensorCore

/// A rank's share of a global batch.
public struct TrainingBatch: ~Copyable {
  /// The images, NHWC: mean-subtracted blue, green and red.
  public let images: Tensor
  /// The labels of every task, for as many images, in the order of the network's outputs.
  public let labels: [TaskLabel]
  /// The images' numbers in the data set, which random numbers depend on.
  public let samples: [Int]

  /// Creates a share; one without images takes part in what ranks do together.
  /// - Precondition: labels and numbers for all images.
  public init(images: consuming Tensor, labels: [TaskLabel], samples: [Int]) {
    precondition(
      samples.count == images.shape.batch
        && labels.allSatisfy { $0.shape.batch == samples.count },
      "\(samples.count) numbers and labels of \(labels.map(\.shape)) for \(images.shape)")
    self.images = images
    self.labels = labels
    self.samples = samples
  }
}
