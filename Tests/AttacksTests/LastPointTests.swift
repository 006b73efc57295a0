import Kernels
import TensorCore
import Testing

@testable import Attacks

/// An evaluator that is more precise than the attack's model may find the last point better than the
/// one that the attack took for the best.
@Suite struct LastPointTests {
  /// Finds the better what the analytic model finds the worse, for some images.
  private final class Opponent: DifferentiableModel {
    private let model: AnalyticModel
    private let opposed: Set<Int>
    var inputShape: TensorShape { model.inputShape }
    var taskCount: Int { model.taskCount }
    private(set) var forwardCount = 0

    init(_ numbers: [Int], opposed: Set<Int>) {
      model = AnalyticModel(numbers)
      self.opposed = opposed
    }

    func evaluate(_ images: Span<Float>, into losses: inout LossTable) throws {
      forwardCount += 1
      try model.evaluate(images, into: &losses)
      for (image, number) in model.numbers.enumerated() where opposed.contains(number) {
        for task in 0..<taskCount {
          losses[image, task] = TaskLoss(1000 - losses[image, task].value)
        }
      }
    }

    func inputGradient(
      _ weights: TaskWeights, into gradient: inout MutableSpan<Float>
    ) throws {
      Issue.record("a gradient of the evaluator")
    }
  }

  private static let numbers = Array(3..<15)

  private static func run(
    _ method: any AttackMethod, judgesLastPoint: Bool, opposed: Set<Int>, restarts: Int = 1
  ) throws -> (images: [[Float]], outcome: [ImageOutcome], judgementCount: Int, forwards: Int) {
    let model = AnalyticModel(numbers)
    let judge = Opponent(numbers, opposed: opposed)
    let harness = AttackHarness(
      ThreatModel(radius: PixelBudget(60), range: Cases.range), recordsSteps: true,
      judgesLastPoint: judgesLastPoint)
    let outcome = try harness.run(
      Attack(method, SingleTask(1), restarts: restarts),
      on: Cases.images(numbers, model.inputShape), numbers: numbers, model: model,
      evaluator: judge)
    return (
      numbers.indices.map { Cases.copy(outcome.images.image($0)) }, outcome.outcomes,
      outcome.judgementCount, judge.forwardCount
    )
  }

  @Test(
    "the best and the last point are judged, and the better one is the result, image by image",
    arguments: APGDVariant.allCases)
  func betterOfBoth(_ variant: APGDVariant) throws {
    let method = AutoPGD(variant, count: 7, firstStep: .timesRadius(2))
    let opposed = Set(Self.numbers.filter { $0 % 2 == 1 })
    let best = try Self.run(method, judgesLastPoint: false, opposed: opposed)
    let better = try Self.run(method, judgesLastPoint: true, opposed: opposed)
    #expect(best.judgementCount == 1 && best.forwards == 2)
    #expect(better.judgementCount == 2 && better.forwards == 3)
    var changed = 0
    for image in Self.numbers.indices {
      let last = try #require(better.outcome[image].steps.last).losses.map(\.value)
      let isOpposed = opposed.contains(Self.numbers[image])
      let outcome = better.outcome[image]
      #expect(outcome.objective >= best.outcome[image].objective)
      if best.images[image] == better.images[image] {
        #expect(outcome.losses == best.outcome[image].losses)
      } else {
        changed += 1
        #expect(isOpposed)
        #expect(zip(outcome.losses, last).allSatisfy { abs($0.value - 1000 + $1) < 1e-9 })
      }
      if isOpposed {
        // The point that the evaluator likes better, whichever the attack kept.
        #expect(outcome.objective >= 1000 - last[1] - 1e-9)
      }
    }
    #expect(changed > 0)
  }

  @Test("a method whose result is its last point is judged once")
  func oncePerPoint() throws {
    let methods: [any AttackMethod] = [
      ProjectedGradient(StepSchedule(count: 3)), MomentumIterative(StepSchedule(count: 3)),
      AutoSAGA(StepSchedule(count: 2)), RandomPerturbation(.uniformNoise),
    ]
    for method in methods {
      let found = try Self.run(method, judgesLastPoint: true, opposed: [])
      #expect(found.judgementCount == 1 && found.forwards == 2, "\(method.name)")
    }
  }

  /// Takes a point outside the range for the best, and stops at the clean image.
  private struct Wanderer: AttackMethod {
    var name: String { "wanderer" }
    var stepCount: Int { 0 }
    var isRandom: Bool { false }
    var norms: Set<Norm> { [.maximum] }
    func validate() throws {}
    func run(_ session: inout AttackSession) throws {
      session.point = Tensor(session.shape, repeating: 900)
      if session.keepsLastPoint { session.lastPoint = session.clean.copy() }
    }
  }

  @Test("only the point that is the result tells whether it was put back")
  func correctedPoints() throws {
    let found = try Self.run(Wanderer(), judgesLastPoint: true, opposed: [])
    let clean = Cases.images(Self.numbers, AnalyticModel(Self.numbers).inputShape)
    var kept = 0
    for image in Self.numbers.indices {
      let isClean = found.images[image] == Cases.copy(clean.image(image))
      #expect(found.outcome[image].flags.contains(.corrected) == !isClean)
      kept += isClean ? 1 : 0
    }
    #expect((1..<Self.numbers.count).contains(kept))
  }

  @Test("every restart has both of its points judged")
  func restarts() throws {
    let method = AutoPGD(.croce2020, count: 5, startsAtRandom: true)
    let found = try Self.run(method, judgesLastPoint: true, opposed: [4], restarts: 3)
    #expect(found.judgementCount == 6 && found.forwards == 7)
    let single = try Self.run(method, judgesLastPoint: true, opposed: [4])
    for image in Self.numbers.indices {
      #expect(found.outcome[image].objective >= single.outcome[image].objective)
    }
  }

  @Test("in a sweep as alone")
  func sweep() throws {
    let method = AutoPGD(.croce2020, count: 7)
    let alone = try Self.run(method, judgesLastPoint: true, opposed: [3, 6])
    let threat = ThreatModel(radius: PixelBudget(60), range: Cases.range)
    let model = AnalyticModel(Self.numbers)
    let judge = Opponent(Self.numbers, opposed: [3, 6])
    let sweep = AttackSweep(
      [AttackSweep.Configuration(Attack(method, SingleTask(1)), threat)], recordsSteps: true,
      judgesLastPoint: true)
    try sweep.run(
      on: Cases.images(Self.numbers, model.inputShape), numbers: Self.numbers, model: model,
      evaluator: judge
    ) { _, outcome in
      #expect(outcome.outcomes == alone.outcome && outcome.judgementCount == 2)
      for image in Self.numbers.indices {
        #expect(Cases.copy(outcome.images.image(image)) == alone.images[image])
      }
    }
  }
}
