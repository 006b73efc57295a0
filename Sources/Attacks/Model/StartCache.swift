internal import Kernels
public import TensorCore

/// A model that remembers what it found at the clean images, for all attacks that start there.
///
/// Losses and gradients at the clean images are computed once, by the same passes as without it,
/// so that an attack has the same bytes in a sweep as alone. A sweep of FGSM over any budgets with
/// T single-task strategies, total, balanced and sign-sum takes T + 2 backward passes.
///
/// Memory: a gradient of the batch for every different set of weights.
public final class StartCache: DifferentiableModel {
  private let model: any DifferentiableModel
  private let images: Tensor
  private var losses: LossTable?
  private var weights: [TaskWeights] = []
  private var gradients: [GradientBox] = []
  /// Whether the last evaluation was at the clean images, as the attack sees it.
  private var isAtStart = false
  /// Whether the wrapped model's activations are those of the clean images.
  private var holdsStart = false

  private final class GradientBox {
    let gradient: Tensor
    init(_ gradient: consuming Tensor) { self.gradient = gradient }
  }

  /// Wraps a model for one batch.
  public init(_ model: any DifferentiableModel, images: borrowing Tensor) {
    self.model = model
    self.images = images.copy()
  }

  /// Extents of the batch.
  public var inputShape: TensorShape { model.inputShape }
  /// Number of tasks.
  public var taskCount: Int { model.taskCount }

  /// Takes all gradients at the clean images that these strategies will ask for, over one forward
  /// pass. Without it a gradient that is first asked for later costs another forward pass.
  /// - Throws: what the model throws.
  public func prepare(_ strategies: [any BalancingStrategy]) throws {
    let range = ChannelRange.unbounded
    for strategy in strategies {
      var session = try AttackSession(
        model: self, strategy: strategy,
        threat: ThreatModel(radius: PixelBudget(0), range: range), images: images,
        keys: [])
      try session.findDirection()
    }
  }

  /// The losses, remembered where the images are the clean ones, bit for bit.
  public func evaluate(_ images: Span<Float>, into losses: inout LossTable) throws {
    isAtStart = Self.areSame(images, self.images)
    if isAtStart, let known = self.losses {
      losses = known
      return
    }
    holdsStart = isAtStart
    try model.evaluate(images, into: &losses)
    if isAtStart { self.losses = losses }
  }

  /// The gradient, remembered where it was taken at the clean images.
  public func inputGradient(
    _ weights: TaskWeights, into gradient: inout MutableSpan<Float>
  ) throws {
    guard isAtStart else { return try model.inputGradient(weights, into: &gradient) }
    if let index = self.weights.firstIndex(of: weights) {
      return Self.copy(gradients[index].gradient, into: &gradient)
    }
    if !holdsStart {
      var table = LossTable(imageCount: weights.imageCount, taskCount: weights.taskCount)
      try model.evaluate(images, into: &table)
      holdsStart = true
    }
    try model.inputGradient(weights, into: &gradient)
    gradients.append(GradientBox(Tensor(inputShape, nhwc: gradient.span)))
    self.weights.append(weights)
  }

  private static func areSame(_ images: Span<Float>, _ start: borrowing Tensor) -> Bool {
    let others = start.span
    guard images.count == others.count else { return false }
    for index in images.indices where images[index].bitPattern != others[index].bitPattern {
      return false
    }
    return true
  }

  private static func copy(_ source: borrowing Tensor, into target: inout MutableSpan<Float>) {
    target.copy(source.span)
  }
}
