public import Attacks
public import Networks
public import Tasks
public import TensorCore

/// A compiled network with the labels of a batch: the model that an attack differentiates.
///
/// Losses are those of the tasks at the predictions' resolution, each image's on its own. A
/// backward pass carries the weighted sum of losses; where only one task has weights, only the
/// branches that it depends on run.
public final class LabelledNetwork: DifferentiableModel {
  private let plan: ExecutionPlan
  private let targets: [[PreparedTarget]]

  /// Joins a plan with labels.
  /// - Parameters:
  ///   - plan: a plan for as many images as there are rows of targets.
  ///   - targets: for every image the targets of the plan's outputs, in their order.
  /// - Precondition: as many images and tasks as the plan has, at its resolution.
  public init(_ plan: ExecutionPlan, targets: [[PreparedTarget]]) {
    precondition(
      targets.count == plan.inputShape.batch,
      "labels of \(targets.count) images for a batch of \(plan.inputShape.batch)")
    for row in targets {
      precondition(
        row.count == plan.outputs.count
          && zip(row, plan.outputs).allSatisfy {
            $0.predictionCount == $1.shape.imageElementCount
          }, "labels that do not fit the predictions \(plan.outputs.map(\.shape))")
    }
    self.plan = plan
    self.targets = targets
  }

  /// Extents of the batch.
  public var inputShape: TensorShape { plan.inputShape }

  /// Number of the plan's outputs.
  public var taskCount: Int { plan.outputs.count }

  /// Runs the network forward and computes all losses.
  /// - Throws: ``DNNError``.
  public func evaluate(_ images: Span<Float>, into losses: inout LossTable) throws {
    let plan = plan
    try plan.forward(images)
    for (task, output) in plan.outputs.enumerated() {
      let size = output.shape.imageElementCount
      for (image, row) in targets.enumerated() {
        let sum = row[task].loss(
          of: plan.output(task).extracting(image * size..<(image + 1) * size))
        losses[image, task] = TaskLoss(sum.value, isEmpty: sum.isEmpty)
      }
    }
  }

  /// Runs the network backward once. Allocates nothing.
  /// - Throws: ``DNNError``.
  public func inputGradient(
    _ weights: TaskWeights, into gradient: inout MutableSpan<Float>
  ) throws {
    let plan = plan
    var usedCount = 0
    var last = 0
    for task in plan.outputs.indices where weights.uses(task: task) {
      usedCount += 1
      last = task
    }
    guard usedCount > 0 else { return gradient.update(repeating: 0) }
    for task in plan.outputs.indices where usedCount > 1 || task == last {
      setOutputGradient(task, weights)
    }
    let result = try plan.backward(usedCount == 1 ? .only(last) : .all)
    for index in gradient.indices { gradient[index] = result[index] }
  }

  private func setOutputGradient(_ task: Int, _ weights: TaskWeights) {
    let plan = plan
    let size = plan.outputs[task].shape.imageElementCount
    plan.withOutputGradient(task) { span in
      for (image, row) in targets.enumerated() {
        let range = image * size..<(image + 1) * size
        var part = span._mutatingExtracting(range)
        guard weights[image, task] != 0 else {
          part.update(repeating: 0)
          continue
        }
        _ = row[task].loss(
          of: plan.output(task).extracting(range), weight: weights[image, task],
          gradient: &part)
      }
    }
  }
}
