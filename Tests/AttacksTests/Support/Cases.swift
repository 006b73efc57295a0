import Attacks
import Kernels
import TensorCore

/// Images, threat models, and one of every method and strategy.
enum Cases {
  /// Blue, green and red of 0...255 less the means of the reference's data.
  static let range = ChannelRange(
    lower: SIMD3(-104.00699, -116.66877, -122.67892), upper: SIMD3(150.99301, 138.33123, 132.32108))

  static let methods: [any AttackMethod] = [
    ProjectedGradient.fgsm,
    ProjectedGradient(StepSchedule(count: 4)),
    ProjectedGradient(
      StepSchedule(count: 4, size: .timesRadius(0.5), decay: .linear), startsAtRandom: true,
      name: "pgd-random"),
    MomentumIterative(StepSchedule(count: 4)),
    AutoPGD(.paper, count: 8, firstStep: .timesRadius(2)),
    AutoPGD(.paperRevised, count: 8, firstStep: .timesRadius(2)),
    AutoPGD(.croce2020, count: 8),
    AutoPGD(.croce2020, count: 6, startsAtRandom: true),
    AutoSAGA(StepSchedule(count: 3)),
    AutoSAGA(StepSchedule(count: 3), lookAhead: .paper, rate: 1e7, decay: 0.5),
    RandomPerturbation(.uniformNoise),
    RandomPerturbation(.randomSign),
  ]

  static let strategies: [any BalancingStrategy] = [
    SingleTask(0), SingleTask(2), TotalLoss(), Balanced(),
    Balanced(direction: .clean, objective: .dataset([1, 30, 2])), SignSum(), MinMaxWeights(),
    MinimumNorm(), RelativeRates(), RelativeRates(.paper), RelativeRates(.paperCode),
    Selective([0, 1]), SparsePixels(pixelLimit: 2),
    SparsePixels(SignSum(), pixelLimit: 3),
  ]

  /// Every pair that is a valid attack for a norm.
  static func pairs(_ norm: Norm = .maximum) -> [Attack] {
    methods.flatMap { method in
      strategies.map { Attack(method, $0) }
    }.filter { (try? $0.validate(taskCount: 3, norm: norm)) != nil }
  }

  static func name(_ attack: Attack) -> String { "\(attack.method.name) x \(attack.strategy.name)" }

  /// Clean images of whole pixel values, some of them at the ends of the range.
  static func images(_ numbers: [Int], _ shape: TensorShape) -> Tensor {
    let means: [Float] = [104.00699, 116.66877, 122.67892]
    var values: [Float] = []
    for number in numbers {
      for index in 0..<shape.imageElementCount {
        let pixel = (number * 37 + index * 53) % 259 - 2
        let channel = index % 3
        let value = Float(min(max(pixel, 0), 255)) - means[channel]
        values.append(min(max(value, range.lower[channel]), range.upper[channel]))
      }
    }
    return Tensor(shape, nhwc: values.span)
  }

  /// Attacks images of an analytic model.
  static func run(
    _ attack: Attack, radius: Float, numbers: [Int], norm: Norm = .maximum,
    recordsSteps: Bool = false, configure: (AnalyticModel) -> Void = { _ in }
  ) throws -> (images: [[Float]], outcomes: [ImageOutcome]) {
    let model = AnalyticModel(numbers)
    configure(model)
    let clean = images(numbers, model.inputShape)
    let harness = AttackHarness(
      ThreatModel(norm, radius: PixelBudget(radius), range: range), seed: 11,
      recordsSteps: recordsSteps)
    let outcome = try harness.run(attack, on: clean, numbers: numbers, model: model)
    return (numbers.indices.map { copy(outcome.images.image($0)) }, outcome.outcomes)
  }

  static func copy(_ span: Span<Float>) -> [Float] { span.indices.map { span[$0] } }
}
