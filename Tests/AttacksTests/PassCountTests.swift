import Attacks
import Kernels
import TensorCore
import Testing

/// How often the model is asked.
@Suite struct PassCountTests {
  private static let tasks = 3

  private func counts(_ attack: Attack) throws -> (forward: Int, backward: Int) {
    let model = AnalyticModel([3, 4])
    let clean = Cases.images([3, 4], model.inputShape)
    let harness = AttackHarness(ThreatModel(radius: PixelBudget(8), range: Cases.range))
    _ = try harness.run(attack, on: clean, numbers: [3, 4], model: model)
    // The fresh forward pass that judges the result is not the attack's.
    return (model.forwardCount - 1, model.backwardCount)
  }

  @Test("one backward pass a step for linear strategies, T for the others")
  func steps() throws {
    for strategy in Cases.strategies {
      let backward = strategy.needsTaskGradients ? Self.tasks : 1
      for count in [1, 5] {
        let schedule = StepSchedule(count: count)
        for method: any AttackMethod in [ProjectedGradient(schedule), MomentumIterative(schedule)] {
          let found = try counts(Attack(method, strategy))
          #expect(found == (count, backward * count), "\(method.name) x \(strategy.name)")
        }
        // The last point is scored, and no point twice.
        let first = StepSchedule.Size.timesRadius(2)
        for variant in APGDVariant.allCases {
          let found = try counts(
            Attack(AutoPGD(variant, count: count, firstStep: first), strategy))
          #expect(found == (count + 1, backward * count), "\(variant) x \(strategy.name)")
        }
        let found = try counts(Attack(AutoSAGA(schedule), strategy))
        #expect(found == (2 * count, (Self.tasks + 1) * count), "\(strategy.name)")
      }
    }
  }

  @Test("baselines take no gradient; the clean losses are theirs to know")
  func baselines() throws {
    let found = try counts(Attack(RandomPerturbation(.randomSign), TotalLoss(), restarts: 3))
    #expect(found == (1 + 2, 0))
  }

  @Test("FGSM over 13 budgets and six strategies: T + 2 backward passes, the same bytes as alone")
  func sharedStart() throws {
    let numbers = [3, 4, 5]
    let strategies: [any BalancingStrategy] = [
      SingleTask(0), SingleTask(1), SingleTask(2), TotalLoss(), Balanced(), SignSum(),
    ]
    let budgets: [Float] = [0.25, 0.5, 1, 2, 3, 4, 6, 8, 10, 12, 16, 24, 32]
    let model = AnalyticModel(numbers)
    let clean = Cases.images(numbers, model.inputShape)
    let cache = StartCache(model, images: clean)
    try cache.prepare(strategies)
    #expect(model.forwardCount == 1)
    #expect(model.backwardCount == Self.tasks + 2)
    for budget in budgets {
      for strategy in strategies {
        let harness = AttackHarness(ThreatModel(radius: PixelBudget(budget), range: Cases.range))
        let attack = Attack(ProjectedGradient.fgsm, strategy)
        let shared = try harness.run(attack, on: clean, numbers: numbers, model: cache)
        let alone = try harness.run(
          attack, on: clean, numbers: numbers, model: AnalyticModel(numbers))
        #expect(shared.outcomes == alone.outcomes)
        for image in numbers.indices {
          #expect(Cases.copy(shared.images.image(image)) == Cases.copy(alone.images.image(image)))
        }
      }
    }
    #expect(model.backwardCount == Self.tasks + 2)
    #expect(model.forwardCount == 1 + budgets.count * strategies.count)
  }

  @Test("a gradient that was not prepared is taken over a forward pass of its own")
  func unpreparedGradient() throws {
    let model = AnalyticModel([3])
    let clean = Cases.images([3], model.inputShape)
    let cache = StartCache(model, images: clean)
    let harness = AttackHarness(ThreatModel(radius: PixelBudget(90), range: Cases.range))
    for strategy: any BalancingStrategy in [TotalLoss(), Balanced(), SignSum(), SingleTask(1)] {
      let attack = Attack(ProjectedGradient(StepSchedule(count: 3)), strategy)
      let shared = try harness.run(attack, on: clean, numbers: [3], model: cache)
      let alone = try harness.run(attack, on: clean, numbers: [3], model: AnalyticModel([3]))
      #expect(Cases.copy(shared.images.image(0)) == Cases.copy(alone.images.image(0)))
    }
  }
}
