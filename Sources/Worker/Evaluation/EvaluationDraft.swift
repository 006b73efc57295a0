public import Datasets
public import Jobs
public import Networks
internal import TensorCore

/// The plans of an evaluation, compiled but without memory: one for the attacks' passes, in the job's
/// precision, and one that judges, in single precision.
public struct EvaluationDraft {
  let job: EvaluationJob
  let split: DatasetSplit
  let attackPlan: PlanDraft
  let judgePlan: PlanDraft

  /// Compiles the network.
  /// - Parameters:
  ///   - job: the job, the same on all ranks.
  ///   - graph: its network.
  ///   - split: its images.
  ///   - weights: the network's weights, of which none are read yet.
  /// - Throws: `GraphError` when the images are too small for the network, `DNNError`.
  public init(
    _ job: EvaluationJob, graph: NetworkGraph, split: DatasetSplit, weights: NetworkWeights
  ) throws {
    self.job = job
    self.split = split
    let shape = TensorShape(
      batch: job.batchSize, height: job.data.height, width: job.data.width, channels: 3)
    attackPlan = try PlanDraft(
      graph, weights: weights, inputShape: shape,
      options: PlanOptions(computesInputGradient: true, precision: job.precision))
    judgePlan = try PlanDraft(graph, weights: weights, inputShape: shape, options: .evaluation)
  }

  /// Both plans.
  public var plans: [PlanDraft] { [attackPlan, judgePlan] }
}
