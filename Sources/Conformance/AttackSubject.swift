import Attacks
import DeepLearningPrimitives
import Evaluation
import HDF5Store
import Kernels
import Networks
import Tasks
import TensorCore

/// The network of a reference file as attacks see it: one sample at a time, as the reference ran.
struct AttackSubject {
  let model: ReferenceModel
  let threat: ThreatModel
  private let plan: ExecutionPlan

  /// - Parameters:
  ///   - file: the file with the network.
  ///   - group: the group with its layout.
  ///   - radius: the reference's epsilon.
  init(_ file: ReferenceFile, _ group: HDF5Group, engine: Engine, radius: Double) throws {
    model = try ReferenceModel(file, group, engine: engine)
    plan = try model.plan()
    threat = ThreatModel(radius: PixelBudget(Float(radius)), range: try Self.range(file))
  }

  /// Number of samples.
  var sampleCount: Int { model.shape.batch }

  /// The network with the labels of a sample; one at a time is in use.
  func network(_ sample: Int) throws -> LabelledNetwork {
    LabelledNetwork(plan, targets: [try model.targets(sample, plan)])
  }

  /// A batch of one sample.
  func image(_ sample: Int) -> Tensor {
    Tensor(plan.inputShape, nhwc: model.image(sample).span)
  }

  /// Attacks a sample.
  /// - Returns: the adversarial values, NHWC, and the points on the way.
  func run(_ attack: Attack, _ sample: Int) throws -> (values: [Float], steps: [StepRecord]) {
    let network = try network(sample)
    let outcome = try AttackHarness(threat, recordsSteps: true).run(
      attack, on: image(sample), numbers: [sample], model: network)
    let span = outcome.images.span
    return (span.indices.map { span[$0] }, outcome.outcomes[0].steps)
  }

  /// What the network's predictions of any image come to, beside the labels of a sample.
  func records(
    of image: [Float], _ sample: Int, _ meter: inout MetricMeter
  ) throws -> [MetricRecord] {
    try plan.forward(image.span)
    let losses = try model.targets(sample, plan)
    let targets = try model.metricTargets(sample)
    return plan.outputs.enumerated().map { task, output in
      meter.record(
        of: plan.output(task), height: output.shape.height, width: output.shape.width,
        target: targets[task], loss: losses[task].loss(of: plan.output(task)))
    }
  }

  /// The final coefficients of Auto-SAGA on a sample, those of the tasks one after another, NHWC.
  func coefficients(
    _ method: AutoSAGA, _ strategy: any BalancingStrategy, _ sample: Int
  ) throws -> [Float] {
    let found = try method.coefficients(
      on: image(sample), model: try network(sample), strategy: strategy, threat: threat)
    let span = found.span
    return span.indices.map { span[$0] }
  }

  /// The valid values: as stored, or 0 and 255 less the means.
  private static func range(_ file: ReferenceFile) throws -> ChannelRange {
    if try file.root.contains("clip_min"), try file.root.contains("clip_max") {
      let lower = try file.floats(file.root, "clip_min").values
      let upper = try file.floats(file.root, "clip_max").values
      guard lower.count == 3, upper.count == 3 else {
        throw file.fault("clip_min and clip_max", "three values each", "\(lower) and \(upper)")
      }
      return ChannelRange(
        lower: SIMD3(lower[0], lower[1], lower[2]), upper: SIMD3(upper[0], upper[1], upper[2]))
    }
    guard let means: [Double] = try file.json(file.root, "img_mean_bgr"), means.count == 3 else {
      throw file.fault("img_mean_bgr", "a JSON list of three numbers", "something else")
    }
    let lower = means.map { Float(-$0) }
    let upper = means.map { Float(255 - $0) }
    return ChannelRange(
      lower: SIMD3(lower[0], lower[1], lower[2]), upper: SIMD3(upper[0], upper[1], upper[2]))
  }
}

extension Differences {
  /// Largest difference of two finite values that count as equal in attacks' results.
  static let equalValues = 1e-3

  /// The median of magnitudes, of an even number the upper one; NaN without any, or with a NaN.
  static func medianMagnitude(_ values: [Double]) -> Double {
    guard !values.isEmpty, !values.contains(where: \.isNaN) else { return .nan }
    return values.map(abs).sorted()[values.count / 2]
  }

  /// Share of values that differ by more than ``equalValues``.
  static func valuesApart(_ values: [Float], _ reference: [Float]) -> Double {
    precondition(values.count == reference.count, "\(values.count) and \(reference.count) values")
    guard !values.isEmpty else { return 0 }
    let apart = zip(values, reference).count { !(abs(Double($0) - Double($1)) <= equalValues) }
    return Double(apart) / Double(values.count)
  }

  /// Largest difference over the range of the reference; 0 for equal constants.
  static func shareOfRange(_ values: [Double], _ reference: [Double]) -> Double {
    precondition(values.count == reference.count, "\(values.count) and \(reference.count) values")
    let largest = zip(values, reference).reduce(0.0) { max($0, abs($1.0 - $1.1)) }
    let range = (reference.max() ?? 0) - (reference.min() ?? 0)
    return largest == 0 ? 0 : largest / range
  }
}
