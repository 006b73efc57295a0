public import Kernels
public import Networks
internal import Tasks
internal import TensorCore

/// One step of a projected-gradient attack on all tasks, ready to run again and again.
///
/// A step is a forward pass, the losses with their gradients, one or several backward passes, and a
/// step along the sign of the joined gradient with projection on ball and pixel range. A step of
/// APGD takes the same passes: the forward pass that scores its point is that of the next step, and
/// only its update differs, which is elementwise.
public struct AttackStep: ~Copyable {
  /// What is subtracted from blue, green and red.
  public static let channelMeans: [Float] = [104.006_987_93, 116.668_767_62, 122.678_914_34]
  /// Largest perturbation.
  public static let radius = PixelBudget(8)
  /// Length of a step.
  public static let stepSize = PixelBudget(1)

  /// The compiled network.
  public let plan: ExecutionPlan
  /// The losses of the last step: for every task, in the plan's order, those of the images.
  public private(set) var losses: [[Double]]

  private let targets: [[PreparedTarget]]
  private let original: Tensor
  private var point: Tensor
  private var direction: Tensor
  private let range: ChannelRange

  /// Compiles the workload's network and makes its weights, images and labels.
  /// - Throws: ``ModelError``, ``GraphError``, ``DNNError`` when the network cannot be.
  public init(_ workload: Workload, weights: NetworkWeights, graph: NetworkGraph) throws {
    let shape = workload.inputShape
    let options = PlanOptions(computesInputGradient: true, precision: workload.precision)
    let plan = try ExecutionPlan(graph, weights: weights, inputShape: shape, options: options)
    targets = try zip(workload.conventions, plan.outputs).map { convention, output in
      let label = try SyntheticBatch.label(convention, images: shape, seed: workload.seed)
      return try (0..<shape.batch).map {
        try label.prepared(image: $0, height: output.shape.height, width: output.shape.width)
      }
    }
    losses = targets.map { [Double](repeating: 0, count: $0.count) }
    let images = SyntheticBatch.images(shape, seed: workload.seed)
    original = Tensor(shape, nhwc: images.span)
    point = Tensor(shape, nhwc: images.span)
    direction = Tensor(shape)
    let means = SIMD3(Self.channelMeans)
    range = ChannelRange(lower: -means, upper: 255 - means)
    self.plan = plan
  }

  /// Takes a step from where the last one ended. Allocates nothing.
  /// - Throws: ``DNNError``.
  public mutating func run(_ strategy: StepStrategy) throws -> StepTiming {
    let plan = plan
    var watch = StepWatch()
    try plan.forward(point.span)
    watch.endForward()
    computeLosses(strategy)
    watch.endLoss()
    if strategy == .separate {
      try sumGradients()
      watch.endBackward()
      Self.update(&point, along: direction, around: original, range)
    } else {
      let gradient = try plan.backward(.all)
      watch.endBackward()
      Self.update(&point, along: gradient, around: original, range)
    }
    return watch.end()
  }

  /// Takes a balanced step and times every operation of the plan.
  /// - Throws: ``DNNError``.
  mutating func profile() throws -> StepProfile {
    let plan = plan
    var watch = StepWatch()
    let forward = try plan.profileForward(point.span)
    watch.endForward()
    computeLosses(.balanced)
    watch.endLoss()
    return try plan.profileBackward(.all) { gradient, backward in
      watch.endBackward()
      Self.update(&point, along: gradient, around: original, range)
      return StepProfile(timing: watch.end(), forward: forward, backward: backward)
    }
  }

  /// Runs the convolutions of a balanced step alone, which spoils the plan's memory until the next
  /// step, but neither the point nor the losses.
  /// - Throws: ``DNNError``.
  func profileConvolutions() throws -> (forward: [OperationTiming], backward: [OperationTiming]) {
    let forward = try plan.profileForward(point.span, .convolutions)
    let backward = try plan.profileBackward(.all, .convolutions) { $1 }
    return (forward, backward)
  }

  /// The images where the next step starts.
  var images: Span<Float> {
    @_lifetime(borrow self)
    get { point.span }
  }

  /// Goes back to the original images and computes losses and the balanced direction there.
  /// - Returns: the L2 norm of the direction; ``losses`` has the losses.
  /// - Throws: ``DNNError``.
  mutating func reference() throws -> Double {
    let plan = plan
    point = original.copy()
    try plan.forward(point.span)
    computeLosses(.balanced)
    let gradient = try plan.backward(.all)
    return Reduction.squaredL2Norm(gradient).squareRoot()
  }

  private mutating func computeLosses(_ strategy: StepStrategy) {
    let plan = plan
    for task in targets.indices {
      for image in targets[task].indices {
        let target = targets[task][image]
        let count = target.predictionCount
        let predictions = plan.output(task)
        let prediction = predictions.extracting(image * count..<(image + 1) * count)
        let loss = plan.withOutputGradient(task) { gradients in
          var gradient = gradients._mutatingExtracting(image * count..<(image + 1) * count)
          let loss = target.loss(of: prediction, gradient: &gradient).value
          // Known only now; a second pass over the gradient is cheaper than one over the loss.
          let weight = strategy.weight(of: loss)
          if weight != 1 { LinearCombination.scale(&gradient, by: Float(weight)) }
          return loss
        }
        losses[task][image] = loss
      }
    }
  }

  private mutating func sumGradients() throws {
    let plan = plan
    for task in targets.indices {
      let gradient = try plan.backward(.only(task))
      var sum = direction.mutableSpan
      if task == 0 { sum.update(repeating: 0) }
      LinearCombination.add(gradient, to: &sum)
    }
  }

  private static func update(
    _ point: inout Tensor, along direction: borrowing Tensor, around original: borrowing Tensor,
    _ range: ChannelRange
  ) {
    update(&point, along: direction.span, around: original, range)
  }

  private static func update(
    _ point: inout Tensor, along direction: Span<Float>, around original: borrowing Tensor,
    _ range: ChannelRange
  ) {
    let box = PerturbationBox(around: original.span, radius: radius, range: range)
    var values = point.mutableSpan
    SignedStep.apply(to: &values, along: direction, stepSize: stepSize, within: box)
  }
}
