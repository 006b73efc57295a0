import Attacks
import Datasets
import DeepLearningPrimitives
import HDF5Store
import Kernels
import Networks
import Tasks
import TensorCore
import Training

/// Compares iterations of adversarial training with those of the reference: losses, gradients,
/// adversarial images, and parameters and running statistics after every step.
struct TrainingPart {
  private let file: ReferenceFile
  private let engine: Engine
  private let tasks: [String]
  private let conventions: [TaskConvention]
  private let graph: NetworkGraph
  private let start: StoredParameters
  private let settings: Settings

  /// The reference's settings, from the file's attributes.
  private struct Settings {
    let radius: PixelBudget
    let learningRate: Double
    let optimizer: OptimizerRule
    let attackSteps: Int
  }

  /// Iterations of every variant.
  private static let iterationCount = 2

  /// Whether a file holds such a part.
  static func isPresent(in root: HDF5Group) throws -> Bool {
    try root.contains("init") && root.contains("batch0")
  }

  init(_ file: ReferenceFile, engine: Engine) throws {
    self.file = file
    self.engine = engine
    guard let tasks: [String] = try file.json(file.root, "tasks") else {
      throw file.fault("tasks", "a JSON list of task names", "nothing")
    }
    guard let layout = try file.text(file.root, "fine_layout") else {
      throw file.fault("fine_layout", "a layout", "nothing")
    }
    self.tasks = tasks
    conventions = try ReferenceModel.conventions(file, tasks)
    start = try StoredParameters(file.root.group("init"))
    let attributes = file.root.attributes
    let dropout = try attributes.readConverting("dropout", as: Double.self)
    graph = try ModelDescription(
      inferredFrom: start.shapes, tasks: tasks, layout: TreeLayout(parsing: layout)
    ).graph().withDropout(probability: dropout)
    let radius = try attributes.readConverting("eps", as: Double.self)
    guard 0...255 ~= radius else { throw file.fault("eps", "a number in 0...255", "\(radius)") }
    guard let betas: [Double] = try file.json(file.root, "betas"), betas.count == 2 else {
      throw file.fault("betas", "a JSON list of two numbers", "something else")
    }
    settings = Settings(
      radius: PixelBudget(Float(radius)),
      learningRate: try attributes.readConverting("lr", as: Double.self),
      optimizer: .adam(
        .init(
          firstDecay: betas[0], secondDecay: betas[1],
          epsilon: try attributes.readConverting("adam_eps", as: Double.self),
          weightDecay: try attributes.readConverting("weight_decay", as: Double.self))),
      attackSteps: Int(try attributes.readConverting("ifgsm_steps", as: Int64.self)))
  }

  /// Trains by every variant and adds the comparisons to `report`.
  func check(_ report: inout ConformanceReport) throws {
    let variants = [
      ("FGSM_MTL", ProjectedGradient.fgsm),
      ("IFGSM_MTL", ProjectedGradient(StepSchedule(count: settings.attackSteps))),
    ]
    for (name, method) in variants {
      try check(name, Attack(method, Balanced()), &report)
    }
  }

  private func check(
    _ name: String, _ attack: Attack, _ report: inout ConformanceReport
  ) throws {
    let threat = ThreatModel(radius: settings.radius, range: ImageMean.channelRange)
    let seen = StepRecorder()
    let trainer = try Trainer(
      graph, conventions: conventions, from: start, imageShape: try images(0).shape,
      settings: TrainingSettings(
        mode: .cleanThenAdversarial(attack, threat), optimizer: settings.optimizer,
        learningRate: LearningRate(base: settings.learningRate),
        weighting: .fixed(tasks.map { _ in 1 })),
      exchange: seen.exchange, engine: engine)
    for iteration in 0..<Self.iterationCount {
      let batch = try batch(iteration)
      var comparisons: [Measurement] = []
      _ = try trainer.iterate(batch) { step, images in
        let place = "\(name)/iter\(iteration)/\(step.kind == .clean ? "clean" : "adv")"
        let comparison = StepComparison(file: file, place: place, recorder: seen)
        comparisons += try comparison.measure(
          step, images, tasks: tasks, parameters: trainer.parameters)
      }
      report.measurements += comparisons
    }
  }

  private func images(_ iteration: Int) throws -> ImageValues {
    try file.nhwc(file.root.group("batch\(iteration)"), "input")
  }

  private func batch(_ iteration: Int) throws -> TrainingBatch {
    let images = try images(iteration)
    let first = try self.images(0).shape
    guard images.shape == first else {
      throw file.fault("batch\(iteration)/input", "extents \(first) (NHWC)", "\(images.shape)")
    }
    let group = try file.root.group("batch\(iteration)")
    return TrainingBatch(
      images: Tensor(images.shape, nhwc: images.values.span),
      labels: try zip(tasks, conventions).map {
        try ReferenceModel.label(file, group, $0, $1, samples: images.shape.batch)
      }, samples: Array(0..<images.shape.batch))
  }
}
