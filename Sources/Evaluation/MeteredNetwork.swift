public import Attacks
public import Networks
public import Tasks
public import TensorCore

/// A compiled network as the judge of adversarial images: every evaluation measures what the
/// predictions come to in the metrics of their tasks, besides the losses.
///
/// A harness evaluates once for each point that it judges, so the measurements are kept one after
/// the other.
public final class MeteredNetwork: DifferentiableModel {
  /// The labels of one image and task.
  public struct Target: Sendable {
    /// For the loss, at the prediction's resolution.
    public let loss: PreparedTarget
    /// For the metrics, at the label's resolution.
    public let metrics: MetricTarget

    /// Joins both forms of a label.
    public init(loss: PreparedTarget, metrics: MetricTarget) {
      self.loss = loss
      self.metrics = metrics
    }
  }

  private let plan: ExecutionPlan
  private let targets: [[Target]]
  private var meter: MetricMeter
  /// For every evaluation since ``forget()``, for every image the records of the tasks.
  public private(set) var measurements: [[[MetricRecord]]] = []

  /// Joins a plan with labels.
  /// - Parameters:
  ///   - plan: a plan for as many images as there are rows of targets.
  ///   - targets: for every image the targets of the plan's outputs, in their order.
  /// - Precondition: as many images and tasks as the plan has.
  public init(_ plan: ExecutionPlan, targets: [[Target]]) {
    precondition(
      targets.count == plan.inputShape.batch
        && targets.allSatisfy { $0.count == plan.outputs.count },
      "labels of \(targets.count) images for \(plan.inputShape)")
    self.plan = plan
    self.targets = targets
    meter = MetricMeter()
  }

  /// Extents of the batch.
  public var inputShape: TensorShape { plan.inputShape }

  /// Number of the plan's outputs.
  public var taskCount: Int { plan.outputs.count }

  /// Drops all measurements.
  public func forget() { measurements = [] }

  /// Runs the network forward, computes all losses and measures all predictions.
  /// - Throws: `DNNError`.
  public func evaluate(_ images: Span<Float>, into losses: inout LossTable) throws {
    let plan = plan
    try plan.forward(images)
    var records = targets.map { _ in [MetricRecord]() }
    for (task, output) in plan.outputs.enumerated() {
      let size = output.shape.imageElementCount
      for (image, row) in targets.enumerated() {
        let prediction = plan.output(task).extracting(image * size..<(image + 1) * size)
        let sum = row[task].loss.loss(of: prediction)
        losses[image, task] = TaskLoss(sum.value, isEmpty: sum.isEmpty)
        records[image].append(
          meter.record(
            of: prediction, height: output.shape.height, width: output.shape.width,
            target: row[task].metrics, loss: sum))
      }
    }
    measurements.append(records)
  }

  /// A judge has no gradients.
  public func inputGradient(
    _ weights: TaskWeights, into gradient: inout MutableSpan<Float>
  ) throws {
    preconditionFailure("a gradient of the judge of an attack")
  }
}
