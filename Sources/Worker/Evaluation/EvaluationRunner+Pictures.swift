internal import Attacks
internal import Datasets
internal import Evaluation
public import Jobs
internal import Networks
internal import Tasks
internal import TensorCore

extension EvaluationRunner {
  /// What there is to see of an image under one of the job's attacks.
  ///
  /// The attack runs again, in the image's own batch: an attack alone has the same bytes as in a
  /// sweep, so this is what the records tell of.
  /// - Parameters:
  ///   - image: its number, below `imageCount`.
  ///   - imageCount: number of images of the job.
  ///   - configuration: the number of an attack.
  /// - Throws: as ``run(_:shouldStop:deliver:)`` does.
  public func pictures(
    of image: Int, imageCount: Int, under configuration: Int
  ) throws -> GalleryEntry {
    let start = image / job.batchSize * job.batchSize
    let batch = try batch(start..<min(start + job.batchSize, imageCount))
    let judge = MeteredNetwork(judgePlan, targets: batch.targets)
    let model = LabelledNetwork(attackPlan, targets: batch.targets.map { $0.map(\.loss) })
    var entry: GalleryEntry?
    try sweep([try self.configuration(configuration)]).run(
      on: batch.images, numbers: batch.numbers, model: model, evaluator: judge
    ) { _, outcome in
      let place = image - start
      let clean = try predictions(batch.images, place)
      let attacked = try predictions(outcome.images, place)
      let (before, after) = (batch.images.image(place), outcome.images.image(place))
      entry = GalleryEntry(
        image: image,
        input: colours(before.indices.map { before[$0] + ImageMean.bgr[$0 % 3] }),
        perturbation: colours(before.indices.map { after[$0] - before[$0] }),
        tasks: zip(batch.labels[place], zip(clean, attacked)).map { label, maps in
          GalleryEntry.Task(truth: Self.truth(label), clean: maps.0, attacked: maps.1)
        })
    }
    guard let entry else { preconditionFailure("a sweep of one attack without an outcome") }
    return entry
  }

  /// Blue, green and red of the network's input as red, green and blue.
  private func colours(_ values: [Float]) -> GalleryEntry.Map {
    GalleryEntry.Map(
      height: attackPlan.inputShape.height, width: attackPlan.inputShape.width, channels: 3,
      values: values.indices.map { values[$0 - $0 % 3 + 2 - $0 % 3] })
  }

  /// What the judging plan predicts for an image of a batch, task by task.
  private func predictions(
    _ images: borrowing Tensor, _ place: Int
  ) throws -> [GalleryEntry.Map] {
    let plan = judgePlan
    try plan.forward(images.span)
    return conventions.indices.map { task in
      let shape = plan.outputs[task].shape
      let size = shape.imageElementCount
      let output = plan.output(task).extracting(place * size..<(place + 1) * size)
      if case .classes = conventions[task].target {
        return GalleryEntry.Map(
          height: shape.height, width: shape.width, channels: 1,
          values: Self.winners(output, classCount: shape.channels))
      }
      return GalleryEntry.Map(
        height: shape.height, width: shape.width, channels: shape.channels,
        values: output.indices.map { output[$0] })
    }
  }

  /// The class with the highest score of every pixel, NaN where a score is none.
  private static func winners(_ scores: Span<Float>, classCount: Int) -> [Float] {
    stride(from: 0, to: scores.count, by: classCount).map { start in
      var best = 0
      for number in 0..<classCount {
        if scores[start + number].isNaN { return .nan }
        if scores[start + number] > scores[start + best] { best = number }
      }
      return Float(best)
    }
  }

  /// A label with NaN where there is none.
  private static func truth(_ label: TaskLabel) -> GalleryEntry.Map {
    let channels = label.shape.channels
    var values = label.values
    for pixel in 0..<values.count / channels {
      let range = pixel * channels..<(pixel + 1) * channels
      var isValid = values[range].allSatisfy { $0.isFinite && $0 != TaskConvention.padding }
      // Uncertain pixels of a segmentation have a class all the same.
      if label.convention.task != .segmentation, let mask = label.mask {
        isValid = isValid && mask[pixel] >= 1 && mask[pixel] < 2
      }
      if label.convention.target == .depth(.metres) {
        isValid = isValid && values[pixel] > DepthEncoding.smallestValidDepth
      }
      if !isValid { for index in range { values[index] = .nan } }
    }
    return GalleryEntry.Map(
      height: label.shape.height, width: label.shape.width, channels: channels, values: values)
  }
}
