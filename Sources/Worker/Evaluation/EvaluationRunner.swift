internal import Attacks
internal import Datasets
internal import DeepLearningPrimitives
internal import Evaluation
public import Jobs
internal import Kernels
internal import Networks
internal import Tasks
internal import TensorCore

/// Attacks the images of a unit and judges the results: the work of a rank in an evaluation.
///
/// Two plans are made of one set of weights: one for the attacks' passes, in the job's precision,
/// and one that judges, in single precision. Clean images are judged once for a unit, and what
/// attacks need at the clean images is computed once for all of them.
public final class EvaluationRunner: UnitRunning {
  let job: EvaluationJob
  let conventions: [TaskConvention]
  let attackPlan: ExecutionPlan
  let judgePlan: ExecutionPlan
  private let reader: ImageReader
  private let examples: ExampleWriter?
  private var meanLosses: [Double]?
  private var nextImages: Range<Int>?
  /// Seconds that units have waited for their images so far.
  public private(set) var readSeconds = 0.0

  /// Takes memory for the plans, and the weights that they read.
  /// - Parameter examples: keeps adversarial examples, where the job asks for them.
  /// - Throws: `ParameterError`, `DNNError`.
  public init(_ draft: EvaluationDraft, examples: ExampleWriter?) throws {
    job = draft.job
    conventions = job.model.conventions
    attackPlan = try ExecutionPlan(draft.attackPlan)
    judgePlan = try ExecutionPlan(draft.judgePlan)
    let shape = attackPlan.inputShape
    reader = ImageReader(
      draft.split,
      Preprocessing(
        dialect: draft.split.dialect, conventions: conventions, height: shape.height,
        width: shape.width))
    self.examples = examples
  }

  /// Begins to read the unit's images.
  public func prepare(for unit: WorkUnit) {
    nextImages = unit.images
    reader.prefetch(unit.images)
  }

  /// Takes the mean losses that some strategies divide by.
  public func setMeanLosses(_ losses: [Double]) { meanLosses = losses }

  /// Attacks and judges.
  /// - Throws: `HDF5Error`, `DatasetError`, `SampleError` or `TaskLabelError` for images that
  ///   cannot be used, `AttackError`, `DNNError`, what `deliver` throws.
  public func run(
    _ unit: WorkUnit, shouldStop: () throws -> Bool, deliver: ([UInt8]) throws -> Void
  ) throws -> Bool {
    let batch = try batch(unit.images)
    let attacks = unit.configurations.filter { $0 != RecordKey.clean }
    let isCleanWanted = attacks.count < unit.configurations.count
    let judge = MeteredNetwork(judgePlan, targets: batch.targets)
    guard !attacks.isEmpty else {
      var losses = LossTable(imageCount: job.batchSize, taskCount: conventions.count)
      try judge.evaluate(batch.images.span, into: &losses)
      let records = judge.measurements[0]
      for (position, image) in unit.images.enumerated() {
        try deliver(
          RunRecord(
            RecordKey(image: image, configuration: RecordKey.clean),
            losses: Array((0..<conventions.count).map { losses[position, $0] }),
            metrics: records[position]
          ).bytes)
      }
      return true
    }
    let configurations = try attacks.map { try configuration($0) }
    let model = LabelledNetwork(
      attackPlan, targets: batch.targets.map { row in row.map(\.loss) })
    return try withoutActuallyEscaping(shouldStop) { shouldStop in
      let check = StopCheck(shouldStop)
      let sweep = self.sweep(configurations, shouldStop: { check.isStopWanted })
      var clean: [[MetricRecord]]?
      do {
        try sweep.run(
          on: batch.images, numbers: batch.numbers, model: model, evaluator: judge
        ) { position, outcome in
          var measurements = judge.measurements
          judge.forget()
          if clean == nil {
            // The first attack of a sweep has the clean images judged before its results.
            let first = measurements.removeFirst()
            clean = first
            if isCleanWanted { try deliverClean(unit, outcome, first, deliver) }
          }
          if outcome.judgementCount > 1 {
            // Which point a result is from differs by image: the results are measured again.
            var losses = LossTable(imageCount: job.batchSize, taskCount: conventions.count)
            try judge.evaluate(outcome.images.span, into: &losses)
            measurements = judge.measurements
            judge.forget()
          }
          // Without a measurement the results are the clean images, bit for bit.
          guard let found = measurements.first ?? clean else { return }
          // Kept before the record is: a record without its example would not be made again.
          try keepExamples(
            unit, attacks[position], outcome.images, batch.images,
            configurations[position].threat, judge)
          try self.deliver(unit, attacks[position], outcome, found, batch.images, deliver)
        }
      } catch is AttackInterrupted {
        try check.rethrow()
        return false
      }
      return true
    }
  }
}

extension EvaluationRunner {
  /// Attacks as the job wants them, whichever of them run together.
  func sweep(
    _ configurations: [AttackSweep.Configuration], shouldStop: (@Sendable () -> Bool)? = nil
  ) -> AttackSweep {
    AttackSweep(
      configurations, seed: job.seed, recordsSteps: job.recordsSteps,
      judgesLastPoint: job.precision != .float32, shouldStop: shouldStop)
  }

  /// A batch in the form that networks take. A last batch with fewer images is filled up with its
  /// last image, so that every batch runs on the same plan; what the copies come to is dropped.
  struct Batch: ~Copyable {
    let images: Tensor
    let numbers: [Int]
    let targets: [[MeteredNetwork.Target]]
    let labels: [[TaskLabel]]
  }

  func batch(_ images: Range<Int>) throws -> Batch {
    let start = ContinuousClock.now
    let samples = try reader.take(images)
    readSeconds += (ContinuousClock.now - start) / .seconds(1)
    reader.forget(besides: [images, nextImages ?? images])
    var values: [Float] = []
    var targets: [[MeteredNetwork.Target]] = []
    var labels: [[TaskLabel]] = []
    var numbers: [Int] = []
    for position in 0..<job.batchSize {
      let index = min(position, samples.count - 1)
      values += samples[index].input
      numbers.append(images.lowerBound + index)
      labels.append(samples[index].labels)
      targets.append(try samples[index].labels.enumerated().map { try target($1, task: $0) })
    }
    return Batch(
      images: Tensor(attackPlan.inputShape, nhwc: values.span), numbers: numbers,
      targets: targets, labels: labels)
  }

  private func target(_ label: TaskLabel, task: Int) throws -> MeteredNetwork.Target {
    let shape = judgePlan.outputs[task].shape
    return MeteredNetwork.Target(
      loss: try label.prepared(image: 0, height: shape.height, width: shape.width),
      metrics: try label.metricTarget(image: 0))
  }

  func configuration(_ number: Int) throws -> AttackSweep.Configuration {
    let configuration = job.attacks[number - 1]
    return AttackSweep.Configuration(
      try configuration.attack.attack(
        tasks: job.model.tasks.map(\.rawValue), meanLosses: meanLosses),
      configuration.threat(range: ImageMean.channelRange))
  }

  private func deliverClean(
    _ unit: WorkUnit, _ outcome: borrowing AttackOutcome, _ metrics: [[MetricRecord]],
    _ deliver: ([UInt8]) throws -> Void
  ) throws {
    for (position, image) in unit.images.enumerated() {
      try deliver(
        RunRecord(
          RecordKey(image: image, configuration: RecordKey.clean),
          losses: outcome.outcomes[position].cleanLosses, metrics: metrics[position]
        ).bytes)
    }
  }

  /// Keeps the adversarial images in the forms that the job asks for; those of 8 bits are rounded
  /// inside the ball and evaluated as they are stored.
  private func keepExamples(
    _ unit: WorkUnit, _ configuration: Int, _ images: borrowing Tensor,
    _ clean: borrowing Tensor, _ threat: ThreatModel, _ judge: MeteredNetwork
  ) throws {
    guard let examples else { return }
    let wantsPixels = examples.formats.contains(.pixels)
    var rounded = images.copy()
    var stored: [UInt8] = []
    var losses = LossTable(imageCount: job.batchSize, taskCount: conventions.count)
    if wantsPixels {
      threat.roundToPixels(&rounded, around: clean)
      stored = ImageMean.pixels(of: rounded.span)
      rounded = Tensor(images.shape, nhwc: ImageMean.input(of: stored).span)
      try judge.evaluate(rounded.span, into: &losses)
      judge.forget()
    }
    let size = images.shape.imageElementCount
    for (position, image) in unit.images.enumerated() {
      var pixels: StoredExample.Pixels?
      if wantsPixels {
        pixels = StoredExample.Pixels(
          values: Array(stored[position * size..<(position + 1) * size]),
          losses: (0..<conventions.count).map { losses[position, $0].value },
          largestChange: ChangeNorms(rounded.image(position), clean.image(position)).largest)
      }
      let values = images.image(position)
      try examples.keep(
        StoredExample(
          RecordKey(image: image, configuration: configuration),
          values: examples.formats.contains(.float32)
            ? values.indices.map { values[$0] } : nil, pixels: pixels))
    }
  }

  private func deliver(
    _ unit: WorkUnit, _ configuration: Int, _ outcome: borrowing AttackOutcome,
    _ metrics: [[MetricRecord]], _ clean: borrowing Tensor,
    _ deliver: ([UInt8]) throws -> Void
  ) throws {
    for (position, image) in unit.images.enumerated() {
      let result = outcome.outcomes[position]
      let key = RecordKey(image: image, configuration: configuration)
      let change = ChangeNorms(outcome.images.image(position), clean.image(position))
      try deliver(
        RunRecord(
          key, losses: result.losses, metrics: metrics[position],
          attack: AttackFigures(
            objective: result.objective, relativeChange: result.relativeChange,
            restart: result.restart, flags: result.flags, largestChange: change.largest,
            euclideanChange: change.euclidean, steps: result.steps)
        ).bytes)
    }
  }
}
