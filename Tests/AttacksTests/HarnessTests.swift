import Kernels
import TensorCore
import Testing

@testable import Attacks

@Suite struct HarnessTests {
  private static let range = Cases.range

  @Test("what cannot be run is an error that names what would be accepted")
  func invalidConfigurations() {
    let invalid: [(Attack, Norm)] = [
      (Attack(ProjectedGradient(StepSchedule(count: 0)), TotalLoss()), .maximum),
      (
        Attack(ProjectedGradient(StepSchedule(count: 2, size: .timesRadius(-1))), TotalLoss()),
        .maximum
      ),
      (Attack(ProjectedGradient.fgsm, TotalLoss(), restarts: 0), .maximum),
      (Attack(ProjectedGradient.fgsm, TotalLoss(), restarts: 2), .maximum),
      (Attack(RandomPerturbation(.uniformNoise), TotalLoss(), restarts: 0), .maximum),
      (Attack(RandomPerturbation(.uniformNoise), TotalLoss(), restarts: 1001), .maximum),
      (Attack(MomentumIterative(StepSchedule(count: 2)), TotalLoss()), .euclidean),
      (Attack(AutoSAGA(StepSchedule(count: 2)), TotalLoss()), .euclidean),
      (Attack(AutoSAGA(StepSchedule(count: 2), rate: .infinity), TotalLoss()), .maximum),
      (Attack(MomentumIterative(StepSchedule(count: 2), decay: -1), TotalLoss()), .maximum),
      (Attack(RandomPerturbation(.uniformNoise), SparsePixels(pixelLimit: 1)), .maximum),
      (Attack(ProjectedGradient.fgsm, SingleTask(7)), .maximum),
    ]
    for (attack, norm) in invalid {
      #expect(throws: AttackError.self) {
        _ = try Cases.run(attack, radius: 8, numbers: [3], norm: norm)
      }
    }
  }

  @Test(
    "images outside the range, or not finite, are refused",
    arguments: [400, .nan, -.infinity] as [Float])
  func invalidImages(_ value: Float) throws {
    let model = AnalyticModel([3])
    var images = Cases.images([3], model.inputShape)
    images[0, 1, 2, 0] = value
    let harness = AttackHarness(ThreatModel(radius: PixelBudget(8), range: Self.range))
    var message = ""
    do {
      _ = try harness.run(
        Attack(ProjectedGradient.fgsm, TotalLoss()), on: images, numbers: [3], model: model)
    } catch let error as AttackError {
      message = error.description
    }
    #expect(message.contains("image 0, value 15") && message.contains("\(value)"))
    #expect(model.forwardCount == 0)
  }

  @Test("an evaluator of other images or tasks is refused, and images without their numbers")
  func misfits() {
    let model = AnalyticModel([3])
    let harness = AttackHarness(ThreatModel(radius: PixelBudget(8), range: Self.range))
    func place(_ evaluator: AnalyticModel?, numbers: [Int] = [3]) -> String? {
      do {
        _ = try harness.run(
          Attack(ProjectedGradient.fgsm, TotalLoss()),
          on: Cases.images([3], model.inputShape), numbers: numbers, model: model,
          evaluator: evaluator)
        return nil
      } catch {
        return (error as? AttackError)?.place
      }
    }
    #expect(place(AnalyticModel([3], width: 4)) == "evaluator")
    #expect(place(AnalyticModel([3, 4])) == "evaluator")
    #expect(place(AnalyticModel([3], tasks: [.affine(offset: 2)])) == "evaluator")
    #expect(place(nil, numbers: [3, 4]) == "images" && place(nil, numbers: []) == "images")
    #expect(model.forwardCount == 0)
    #expect(place(nil) == nil)
  }

  @Test("a radius beyond the pixel scale is refused")
  func invalidRadius() {
    #expect(throws: AttackError.self) {
      _ = try Cases.run(Attack(ProjectedGradient.fgsm, TotalLoss()), radius: 256, numbers: [3])
    }
    #expect(throws: AttackError.self) {
      _ = try Cases.run(
        Attack(ProjectedGradient.fgsm, TotalLoss()), radius: 1.1e6, numbers: [3],
        norm: .euclidean)
    }
  }

  /// Leaves the ball, the range and the finite numbers.
  private struct Runaway: AttackMethod {
    let value: Float
    var name: String { "runaway" }
    var isRandom: Bool { false }
    var norms: Set<Norm> { [.maximum] }
    var stepCount: Int { 0 }
    func validate() throws {}
    func run(_ session: inout AttackSession) throws { session.fill(value) }
  }

  @Test(
    "the harness puts back what an attack leaves outside, and says so",
    arguments: [900, .nan] as [Float])
  func runawaysAreCorrected(_ value: Float) throws {
    let (images, outcomes) = try Cases.run(
      Attack(Runaway(value: value), TotalLoss()), radius: 8, numbers: [3])
    let clean = Cases.images([3], AnalyticModel([3]).inputShape)
    #expect(outcomes[0].flags.contains(.corrected))
    #expect(outcomes[0].flags.explanations.count >= 1)
    for (place, found) in images[0].enumerated() {
      #expect(abs(found - clean.span[place]) <= 8)
      #expect(found <= Self.range.upper[place % 3])
    }
  }

  @Test("a result that is worse than the clean image for the strategy is flagged")
  func falls() throws {
    var falls = 0
    for value: Float in [900, -900] {
      let (_, outcomes) = try Cases.run(
        Attack(Runaway(value: value), SingleTask(2)), radius: 8, numbers: [3, 4, 5])
      for outcome in outcomes {
        let isWorse = outcome.losses[2].value < outcome.cleanLosses[2].value
        #expect(outcome.flags.contains(.objectiveFell) == isWorse)
        falls += isWorse ? 1 : 0
      }
    }
    #expect((1..<6).contains(falls))
  }

  @Test("the result is judged by the evaluator, not by the attack's model")
  func evaluatorJudges() throws {
    let model = AnalyticModel([3])
    let judge = AnalyticModel(
      [3], tasks: [.affine(offset: 5), .affine(offset: 6), .affine(offset: 7)])
    let clean = Cases.images([3], model.inputShape)
    let harness = AttackHarness(ThreatModel(radius: PixelBudget(8), range: Self.range))
    let outcome = try harness.run(
      Attack(ProjectedGradient.fgsm, TotalLoss()), on: clean, numbers: [3], model: model,
      evaluator: judge)
    var losses = LossTable(imageCount: 1, taskCount: 3)
    try judge.evaluate(outcome.images.span, into: &losses)
    #expect(outcome.outcomes[0].losses == (0..<3).map { losses[0, $0] })
  }

  @Test("more restarts never give less, and the first is the run alone")
  func restarts() throws {
    let method = ProjectedGradient(
      StepSchedule(count: 3, size: .timesRadius(0.5)), startsAtRandom: true)
    var best = -Double.infinity
    var restarts: Set<Int> = []
    for count in 1...6 {
      let (_, outcomes) = try Cases.run(
        Attack(method, Balanced(), restarts: count), radius: 30, numbers: [3, 4, 5])
      let sum = outcomes.reduce(0) { $0 + $1.objective }
      #expect(sum >= best)
      best = sum
      restarts.formUnion(outcomes.map(\.restart))
      if count == 1 { #expect(outcomes.allSatisfy { $0.restart == 0 }) }
    }
    #expect(restarts.count > 1)
  }

  @Test("restarts and other images have other random starts; the seed changes them all")
  func seeds() throws {
    let attack = Attack(RandomPerturbation(.uniformNoise), TotalLoss())
    let (first, _) = try Cases.run(attack, radius: 8, numbers: [3, 4])
    #expect(first[0] != first[1])
    let model = AnalyticModel([3])
    let clean = Cases.images([3], model.inputShape)
    let harness = AttackHarness(
      ThreatModel(radius: PixelBudget(8), range: Self.range), seed: 12)
    let other = try harness.run(attack, on: clean, numbers: [3], model: model)
    #expect(Cases.copy(other.images.span) != first[0])
  }

  @Test("a vanishing gradient, one task that carries the attack, and falls are flagged")
  func flags() throws {
    let attack = Attack(ProjectedGradient.fgsm, Balanced())
    let model = AnalyticModel([3], tasks: [.affine(offset: 2), .affine(offset: 2)])
    model.empty[3] = [0, 1]
    let clean = Cases.images([3], model.inputShape)
    let harness = AttackHarness(ThreatModel(radius: PixelBudget(8), range: Self.range))
    let vanished = try harness.run(attack, on: clean, numbers: [3], model: model)
    #expect(vanished.outcomes[0].flags.isSuperset(of: [.vanishingGradient, .emptyTask]))
    #expect(Cases.copy(vanished.images.span) == Cases.copy(clean.span))
    let (_, outcomes) = try Cases.run(
      Attack(ProjectedGradient.fgsm, SingleTask(0)), radius: 8, numbers: [3, 4, 5, 6, 7])
    #expect(outcomes.contains { $0.flags.contains(.singleTaskCarries) })
  }

  @Test("the worst case takes every image's and task's largest finite loss")
  func worstCase() throws {
    let attacks = [SingleTask(0), SingleTask(1), SingleTask(2)].map {
      Attack(ProjectedGradient(StepSchedule(count: 3)), $0)
    }
    var worst = WorstCase()
    var losses: [[[TaskLoss]]] = []
    for attack in attacks {
      let (_, outcomes) = try Cases.run(attack, radius: 20, numbers: [3, 4, 5])
      worst.merge(outcomes)
      losses.append(outcomes.map(\.losses))
    }
    #expect(worst.attackCount == 3 && worst.choices.count == 3)
    for image in 0..<3 {
      for task in 0..<3 {
        let values = losses.map { $0[image][task].value }
        let choice = worst.choices[image][task]
        #expect(choice.loss.value == values.max())
        #expect(choice.attack == values.firstIndex(of: values.max() ?? 0))
      }
    }
  }
}

extension AttackSession {
  /// Moves every value of every image to one number.
  fileprivate mutating func fill(_ value: Float) {
    point = Tensor(shape, repeating: value)
  }
}
