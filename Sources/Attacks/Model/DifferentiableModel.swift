public import TensorCore

/// A multi-task model together with the labels of one batch of images, as an attack sees it.
///
/// Images are independent: what is returned for one does not depend on the others' values.
/// An instance is used from one thread at a time.
public protocol DifferentiableModel: AnyObject {
  /// Extents of the batch, NHWC: three channels, mean-subtracted blue, green and red.
  var inputShape: TensorShape { get }

  /// Number of tasks.
  var taskCount: Int { get }

  /// One forward pass; its activations are kept for any number of gradients.
  ///
  /// - Parameters:
  ///   - images: as many values as `inputShape` has, NHWC.
  ///   - losses: receives the losses of all images and tasks.
  func evaluate(_ images: Span<Float>, into losses: inout LossTable) throws

  /// One backward pass over the last forward pass: the gradient of every image's weighted sum of
  /// losses with respect to that image, the weights held constant.
  ///
  /// A task whose weights are all 0 has no part in the pass, so that a NaN of it does not show.
  /// - Parameters:
  ///   - weights: the factor of every loss.
  ///   - gradient: receives as many values as `inputShape` has, NHWC.
  func inputGradient(_ weights: TaskWeights, into gradient: inout MutableSpan<Float>) throws
}
