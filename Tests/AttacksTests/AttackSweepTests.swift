import Attacks
import Kernels
import Synchronization
import TensorCore
import Testing

/// Attacks that share their start, and attacks that are stopped.
@Suite struct AttackSweepTests {
  private static let numbers = [3, 4, 5]

  private static func configurations() -> [AttackSweep.Configuration] {
    var all: [AttackSweep.Configuration] = []
    for radius: Float in [0, 2, 8] {
      let threat = ThreatModel(radius: PixelBudget(radius), range: Cases.range)
      all += Cases.pairs().map { AttackSweep.Configuration($0, threat) }
    }
    return all
  }

  @Test("every attack of a sweep has the bytes that it has alone")
  func sameBytesAsAlone() throws {
    let numbers = Self.numbers
    let model = AnalyticModel(numbers)
    let clean = Cases.images(numbers, model.inputShape)
    let sweep = AttackSweep(Self.configurations(), seed: 11, recordsSteps: true)
    var seen: [Int] = []
    try sweep.run(on: clean, numbers: numbers, model: model) { index, outcome in
      seen.append(index)
      let configuration = sweep.configurations[index]
      let alone = try Cases.run(
        configuration.attack, radius: configuration.threat.radius.pixels, numbers: numbers,
        recordsSteps: true)
      #expect(outcome.outcomes == alone.outcomes, "\(Cases.name(configuration.attack))")
      for image in numbers.indices {
        #expect(
          outcome.images.image(image).indices.allSatisfy {
            outcome.images.image(image)[$0].bitPattern == alone.images[image][$0].bitPattern
          })
      }
    }
    #expect(seen == Array(sweep.configurations.indices))
  }

  @Test("13 budgets, six strategies, several methods: T + 2 gradients at the clean images in all")
  func sharedGradients() throws {
    let strategies: [any BalancingStrategy] = [
      SingleTask(0), SingleTask(1), SingleTask(2), TotalLoss(), Balanced(), SignSum(),
    ]
    let budgets: [Float] = [0.25, 0.5, 1, 2, 3, 4, 6, 8, 10, 12, 16, 24, 32]
    let methods: [any AttackMethod] = [
      ProjectedGradient.fgsm, MomentumIterative(StepSchedule(count: 1)),
      RandomPerturbation(.randomSign),
    ]
    let model = AnalyticModel(Self.numbers)
    let clean = Cases.images(Self.numbers, model.inputShape)
    let sweep = AttackSweep(
      budgets.flatMap { budget in
        methods.flatMap { method in
          strategies.map {
            AttackSweep.Configuration(
              Attack(method, $0),
              ThreatModel(radius: PixelBudget(budget), range: Cases.range))
          }
        }
      } + [
        // Asks for a direction of its own, but not at the clean images.
        AttackSweep.Configuration(
          Attack(RandomPerturbation(.uniformNoise), MinMaxWeights()),
          ThreatModel(radius: PixelBudget(8), range: Cases.range))
      ])
    var count = 0
    try sweep.run(on: clean, numbers: Self.numbers, model: model) { _, _ in count += 1 }
    #expect(count == 13 * 6 * 3 + 1)
    #expect(model.backwardCount == 3 + 2)
    // One clean pass; then every result is judged by a pass of its own.
    #expect(model.forwardCount == 1 + count)
  }

  @Test("an evaluator judges clean and adversarial images, the clean ones once")
  func evaluatorIsShared() throws {
    let numbers = Self.numbers
    let model = AnalyticModel(numbers)
    let evaluator = AnalyticModel(
      numbers, tasks: [.affine(offset: 5), .affine(offset: 6), .affine(offset: 7)])
    let clean = Cases.images(numbers, model.inputShape)
    let sweep = AttackSweep(
      [1, 2, 4].map {
        AttackSweep.Configuration(
          Attack(ProjectedGradient.fgsm, Balanced()),
          ThreatModel(radius: PixelBudget($0), range: Cases.range))
      })
    var losses = LossTable(imageCount: 3, taskCount: 3)
    try AnalyticModel(numbers, tasks: evaluator.tasks).evaluate(clean.span, into: &losses)
    try sweep.run(on: clean, numbers: numbers, model: model, evaluator: evaluator) { _, outcome in
      for image in numbers.indices {
        #expect(outcome.outcomes[image].cleanLosses == (0..<3).map { losses[image, $0] })
        #expect(abs(outcome.outcomes[image].relativeChange) < 1)
      }
    }
    #expect(evaluator.forwardCount == 1 + 3)
    #expect(model.forwardCount == 1 && model.backwardCount == 1)
  }

  @Test("a configuration that cannot be run is refused before any attack")
  func invalidConfiguration() {
    let model = AnalyticModel([3])
    let clean = Cases.images([3], model.inputShape)
    let threat = ThreatModel(radius: PixelBudget(1), range: Cases.range)
    let sweep = AttackSweep([
      .init(Attack(ProjectedGradient.fgsm, TotalLoss()), threat),
      .init(Attack(ProjectedGradient.fgsm, SingleTask(9)), threat),
    ])
    #expect(throws: AttackError.self) {
      try sweep.run(on: clean, numbers: [3], model: model) { _, _ in Issue.record("was run") }
    }
    #expect(model.forwardCount == 0)
  }

  /// Says stop when it has been asked that often.
  private final class Wish: Sendable {
    private let asked = Mutex(0)
    private let limit: Int
    init(after limit: Int) { self.limit = limit }
    var count: Int { asked.withLock { $0 } }
    func shouldStop() -> Bool {
      asked.withLock {
        $0 += 1
        return $0 > limit
      }
    }
  }

  @Test("every method with steps stops before any of them", arguments: InvariantTests.indices)
  func interruption(_ index: Int) throws {
    let attack = Cases.pairs()[index]
    let count = attack.method.stepCount
    let range = Cases.range
    for limit in 0..<count {
      let wish = Wish(after: limit)
      let model = AnalyticModel([3, 4])
      let clean = Cases.images([3, 4], model.inputShape)
      let harness = AttackHarness(
        ThreatModel(radius: PixelBudget(8), range: range), shouldStop: wish.shouldStop)
      #expect(throws: AttackInterrupted.self, "\(Cases.name(attack)) before step \(limit)") {
        _ = try harness.run(attack, on: clean, numbers: [3, 4], model: model)
      }
      #expect(wish.count == limit + 1)
      let perStep = attack.strategy.needsTaskGradients ? 3 : 1
      if !(attack.method is AutoSAGA) { #expect(model.backwardCount == perStep * limit) }
    }
    let wish = Wish(after: .max)
    let model = AnalyticModel([3, 4])
    let harness = AttackHarness(
      ThreatModel(radius: PixelBudget(8), range: range), seed: 11, shouldStop: wish.shouldStop)
    let clean = Cases.images([3, 4], model.inputShape)
    let outcome = try harness.run(attack, on: clean, numbers: [3, 4], model: model)
    #expect(wish.count == count)
    let alone = try Cases.run(attack, radius: 8, numbers: [3, 4])
    #expect(Cases.copy(outcome.images.image(1)) == alone.images[1])
  }

  @Test("a sweep stops between its attacks, too; those before have been handed over")
  func interruptedSweep() throws {
    let model = AnalyticModel([3])
    let clean = Cases.images([3], model.inputShape)
    let threat = ThreatModel(radius: PixelBudget(8), range: Cases.range)
    let attack = Attack(RandomPerturbation(.randomSign), TotalLoss())
    let wish = Wish(after: 3)
    let sweep = AttackSweep(
      [AttackSweep.Configuration](repeating: .init(attack, threat), count: 5),
      shouldStop: wish.shouldStop)
    var seen: [Int] = []
    #expect(throws: AttackInterrupted.self) {
      try sweep.run(on: clean, numbers: [3], model: model) { index, _ in seen.append(index) }
    }
    #expect(seen == [0, 1])
  }
}
