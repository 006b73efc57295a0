internal import Attacks
internal import Tasks
internal import Training

/// Reads the keys of a training job.
struct TrainingDecoder {
  let section: Section<TrainingJobKey>

  /// The job; nil when a problem has been reported.
  func decode() -> TrainingJob? {
    let name = section.required(.name).flatMap { section.text(.name, $0, where: JobName.isValid) }
    let data = section.requiredGroup(.data, as: DataKey.self).map {
      DataDecoder($0, standardSplit: "train")
    }
    let images = data?.decode()
    let model = section.requiredGroup(.model, as: ModelKey.self).flatMap {
      ModelDecoder(section: $0, kind: data?.kind).decode()
    }
    let mode = section.required(.mode).flatMap {
      section.choice(.mode, $0, as: TrainingModeName.self)
    }
    let attack = attack(mode, tasks: model?.tasks.map(\.rawValue))
    let length = length()
    let optimizer = section.requiredGroup(.optimizer, as: OptimizerKey.self).flatMap {
      OptimizerDecoder(section: $0).decode()
    }
    let rate = section.requiredGroup(.learningRate, as: LearningRateKey.self).flatMap {
      LearningRateDecoder(section: $0, iterations: length?.iterations).decode()
    }
    let batchSize = section.required(.batchSize).flatMap {
      section.integer(.batchSize, $0, in: TrainingJob.batchSizes)
    }
    let output = output(name, model?.layout)
    let weighting = weighting(taskCount: model?.tasks.count)
    let weighted = model.flatMap { weightedClasses($0) }
    let validation = validation(images)
    let values = TrainingValues(section)
    guard section.problems.isEmpty, let name, let images, let weighted, let mode, let length,
      let optimizer, let rate, let batchSize, let output, let weighting
    else { return nil }
    var job = TrainingJob(
      name: name, data: images, model: weighted, mode: mode, attack: attack,
      optimizer: optimizer, learningRate: rate, batchSize: batchSize, length: length,
      output: output)
    job.weighting = weighting
    job.validation = validation
    values.write(into: &job)
    return job
  }

  private func attack(_ mode: TrainingModeName?, tasks: [String]?) -> AttackConfiguration? {
    guard mode != .clean else {
      section.refuseKey(.attack, because: "with the mode clean")
      return nil
    }
    guard mode != nil || section.has(.attack),
      let group = section.requiredGroup(.attack, as: AttackKey.self)
    else { return nil }
    let found = AttackDecoder(section: group, tasks: tasks).decode(
      atMost: EvaluationJob.largestAttackCount)
    guard let (configuration, _) = found.first else { return nil }
    guard found.count == 1 else {
      group.problems.add(
        group.place, key: group.path, expected: "one attack, without lists of values",
        found: "\(found.count)")
      return nil
    }
    guard !configuration.attack.strategy.needsMeanLosses else {
      group.problems.add(
        group.place, key: group.path,
        expected: "losses of the batch (current or clean) to divide by, as a model in training "
          + "has no mean losses over the data set",
        found: "dataset")
      return nil
    }
    return configuration
  }

  private func length() -> TrainingJob.Length? {
    switch (section.has(.iterations), section.has(.epochs)) {
    case (true, false):
      return section.integer(.iterations, in: TrainingJob.counts).map { .iterations($0) }
    case (false, true):
      return section.integer(.epochs, in: TrainingJob.counts).map { .epochs($0) }
    case (true, true):
      section.refuseKey(.epochs, because: "beside iterations")
    case (false, false):
      section.problems.add(
        section.place, key: "", expected: "iterations or epochs", found: "neither")
    }
    return nil
  }

  private func weighting(taskCount: Int?) -> LossWeighting? {
    let name =
      section.has(.weighting)
      ? section.choice(.weighting, as: LossWeightingName.self) : .fixed
    switch name {
    case .fixed:
      guard section.has(.taskWeights) else {
        return taskCount.map { .fixed([Double](repeating: 1, count: $0)) }
      }
      guard let weights = section.numbers(.taskWeights, in: TrainingJob.weights), let taskCount,
        let node = section.node(.taskWeights)
      else { return nil }
      do {
        let weighting = LossWeighting.fixed(weights)
        try weighting.validate(taskCount: taskCount)
        return weighting
      } catch {
        section.problems.add(
          node.place, key: section.name(.taskWeights), expected: error.expectation,
          found: error.finding)
        return nil
      }
    case .uncertainty, .relativeLoss:
      section.refuseKey(.taskWeights, because: "with weights that are not fixed")
      return name == .uncertainty ? .uncertainty : .relativeLoss
    case nil: return nil
    }
  }

  /// The model with the job's weights of classes.
  private func weightedClasses(_ model: ModelSelection) -> ModelSelection? {
    guard let node = section.node(.classWeights) else { return model }
    guard let weights = section.numbers(.classWeights, in: TrainingJob.weights) else { return nil }
    var model = model
    for (index, convention) in model.conventions.enumerated() {
      guard case .classes(let count, _) = convention.target else { continue }
      do {
        model.conventions[index] = try .segmentation(
          classes: count, weights: weights.map { Float($0) })
        return model
      } catch {
        section.problems.add(
          node.place, key: section.name(.classWeights),
          expected: "\(count) numbers, none negative and not all 0", found: "\(error)")
        return nil
      }
    }
    section.refuseKey(.classWeights, because: "without the task segment_semantic")
    return nil
  }

  private func output(_ name: String?, _ layout: LayoutSelection?) -> String? {
    guard let node = section.node(.output) else { return name.map { "results/\($0)" } }
    return PathTemplate(layout: layout).path(.output, node, in: section)
  }

  private func validation(_ images: DataSelection?) -> ValidationSettings? {
    guard let group = section.group(.validation, as: ValidationKey.self) else { return nil }
    let every = group.required(.every).flatMap {
      group.integer(.every, $0, in: TrainingJob.counts)
    }
    let split = group.node(.split).map { group.text(.split, $0, where: DataDecoder.isSplit) }
    let limit = group.integer(.limit, in: 1...Int.max)
    let height = group.integer(.height, in: DataSelection.extents)
    let width = group.integer(.width, in: DataSelection.extents)
    guard let every, let split = split ?? "test", let images else { return nil }
    return ValidationSettings(
      interval: every, split: split, limit: limit, height: height ?? images.height,
      width: width ?? images.width)
  }
}

extension TrainingJob.Length {
  /// The number of iterations, where it is stated.
  fileprivate var iterations: Int? {
    if case .iterations(let count) = self { count } else { nil }
  }
}
