internal import Attacks
public import Datasets
internal import Evaluation
public import Jobs
internal import Networks
internal import Tasks
internal import TensorCore
public import Training

/// Measures the model of a training on clean images, by the way that evaluations take.
public final class Validator {
  private let plan: ExecutionPlan
  private let reader: ImageReader
  private let images: [Int]

  /// Compiles the model for single images.
  /// - Parameters:
  ///   - split: where the images are.
  ///   - imageCount: how many of them are measured, by all ranks together.
  ///   - place: which of the ranks this is; it measures every `place.count`-th image.
  /// - Throws: as `ExecutionPlan.init`.
  public init(
    _ trainer: Trainer, _ settings: ValidationSettings, _ model: ModelSelection,
    _ split: DatasetSplit, imageCount: Int, place: RankPlace
  ) throws {
    plan = try trainer.evaluationPlan(
      TensorShape(batch: 1, height: settings.height, width: settings.width, channels: 3))
    reader = ImageReader(
      split,
      Preprocessing(
        dialect: split.dialect, conventions: model.conventions, height: settings.height,
        width: settings.width))
    images = Array(stride(from: place.rank, to: imageCount, by: place.count))
  }

  /// The records of this rank's images, in their order, of the model as it is now.
  /// - Throws: as `EvaluationRunner.run`.
  public func records() throws -> [RunRecord] {
    try images.enumerated().map { position, image in
      let next = images.indices.contains(position + 1) ? images[position + 1] : image
      reader.prefetch(image..<image + 1)
      reader.prefetch(next..<next + 1)
      let sample = try reader.take(image..<image + 1)[0]
      reader.forget(besides: [next..<next + 1])
      let targets = try zip(sample.labels, plan.outputs).map { label, output in
        MeteredNetwork.Target(
          loss: try label.prepared(
            image: 0, height: output.shape.height, width: output.shape.width),
          metrics: try label.metricTarget(image: 0))
      }
      let judge = MeteredNetwork(plan, targets: [targets])
      var losses = LossTable(imageCount: 1, taskCount: targets.count)
      try judge.evaluate(sample.input.span, into: &losses)
      return RunRecord(
        RecordKey(image: image, configuration: RecordKey.clean),
        losses: targets.indices.map { losses[0, $0] }, metrics: judge.measurements[0][0])
    }
  }
}
