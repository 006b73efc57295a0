import Attacks
import Kernels
import TensorCore
import Testing

/// What holds for every method with every strategy.
@Suite struct InvariantTests {
  static let indices = Array(Cases.pairs().indices)

  /// The norms that an attack is valid for.
  private static func norms(_ attack: Attack) -> [Norm] {
    Norm.allCases.filter { (try? attack.validate(taskCount: 3, norm: $0)) != nil }
  }

  @Test("inside the ball and the range, for radii from 0 to 255", arguments: indices)
  func stayInside(_ index: Int) throws {
    let attack = Cases.pairs()[index]
    for radius: Float in [0, 0.5, 1, 3.7, 8, 40, 255] {
      let (images, outcomes) = try Cases.run(attack, radius: radius, numbers: [4, 5, 6])
      let clean = Cases.images([4, 5, 6], AnalyticModel([4, 5, 6]).inputShape)
      for image in 0..<3 {
        let original = clean.image(image)
        for place in original.indices {
          let value = images[image][place]
          #expect(abs(Double(value) - Double(original[place])) <= Double(radius))
          #expect(value >= Cases.range.lower[place % 3] && value <= Cases.range.upper[place % 3])
        }
        #expect(!outcomes[image].flags.contains(.corrected), "\(Cases.name(attack)) at \(radius)")
        if radius == 0 { #expect(images[image] == Cases.copy(original)) }
      }
    }
  }

  @Test("the same bytes for batches of 1, 2, 3 and 5 in any order", arguments: indices)
  func batchesDoNotMatter(_ index: Int) throws {
    let attack = Cases.pairs()[index]
    let numbers = [3, 4, 5, 6, 7]
    for norm in Self.norms(attack) {
      let alone = try numbers.map { number in
        let (images, outcomes) = try Cases.run(
          attack, radius: 8, numbers: [number], norm: norm, recordsSteps: true)
        return (images[0], outcomes[0])
      }
      for batch in [[3, 4], [5, 3, 7], [7, 6, 5, 4, 3], [4, 7, 3, 5, 6]] {
        let (images, outcomes) = try Cases.run(
          attack, radius: 8, numbers: batch, norm: norm, recordsSteps: true)
        for (place, number) in batch.enumerated() {
          let single = alone[number - 3]
          let name: Comment = "\(Cases.name(attack)), \(norm), image \(number) in \(batch)"
          #expect(images[place].map(\.bitPattern) == single.0.map(\.bitPattern), name)
          #expect(outcomes[place] == single.1, name)
        }
      }
    }
  }

  @Test("a neighbour without labels or with a NaN loss changes nothing", arguments: indices)
  func neighboursDoNotMatter(_ index: Int) throws {
    let attack = Cases.pairs()[index]
    let (images, outcomes) = try Cases.run(attack, radius: 8, numbers: [3, 5])
    let troubled = try Cases.run(attack, radius: 8, numbers: [4, 3, 6, 5, 7]) { model in
      model.empty[4] = [0, 1, 2]
      model.poisoned[6] = 1
      model.poisoned[7] = 2
    }
    #expect(troubled.images[1] == images[0] && troubled.images[3] == images[1])
    #expect(troubled.outcomes[1] == outcomes[0] && troubled.outcomes[3] == outcomes[1])
    #expect(troubled.outcomes[0].flags.contains(.emptyTask))
    #expect(troubled.outcomes[0].losses.allSatisfy { $0.isEmpty && $0.value == 0 })
    #expect(troubled.outcomes[2].flags.contains(.nonFiniteLoss))
    #expect(troubled.outcomes[4].flags.contains(.nonFiniteLoss))
    for image in troubled.images { #expect(!image.contains { !$0.isFinite }) }
  }

  @Test(
    "an empty task has no part in the others' attack", arguments: Array(Cases.strategies.indices))
  func emptyTasksDoNotCount(_ index: Int) throws {
    // Whatever the empty task would be, were it not empty.
    let others: [[AnalyticTask]] = [
      AnalyticModel.mixed,
      [AnalyticModel.mixed[0], .quadratic(offset: 3), AnalyticModel.mixed[2]],
    ]
    for method: any AttackMethod in [
      ProjectedGradient(StepSchedule(count: 3)), AutoSAGA(StepSchedule(count: 2)),
    ] {
      let attack = Attack(method, Cases.strategies[index])
      let images = try others.map { tasks in
        let model = AnalyticModel([3], tasks: tasks)
        model.empty[3] = [1]
        let outcome = try AttackHarness(
          ThreatModel(radius: PixelBudget(8), range: Cases.range)
        ).run(attack, on: Cases.images([3], model.inputShape), numbers: [3], model: model)
        #expect(outcome.outcomes[0].flags.contains(.emptyTask))
        #expect(outcome.outcomes[0].objective.isFinite)
        #expect(outcome.outcomes[0].losses[1] == .empty)
        return Cases.copy(outcome.images.span)
      }
      #expect(images[0] == images[1], "\(Cases.name(attack))")
    }
  }

  @Test("methods with memory: the best objective is the largest ever seen", arguments: indices)
  func bestNeverFalls(_ index: Int) throws {
    let attack = Cases.pairs()[index]
    guard let method = attack.method as? AutoPGD else { return }
    let (_, outcomes) = try Cases.run(
      attack, radius: 20, numbers: [3, 4, 5, 6], recordsSteps: true)
    for outcome in outcomes {
      #expect(outcome.steps.count == method.count + 1)
      // A point of a run that went back to its best is not recorded: only at least is certain.
      for step in outcome.steps { #expect(outcome.objective >= step.objective) }
    }
  }

  @Test("the best point is no worse than the start", arguments: Array(Cases.strategies.indices))
  func bestIsNoWorseThanTheStart(_ index: Int) throws {
    for variant in APGDVariant.allCases {
      let attack = Attack(
        AutoPGD(variant, count: 12, firstStep: .timesRadius(2)), Cases.strategies[index])
      let (_, outcomes) = try Cases.run(attack, radius: 20, numbers: [3, 4], recordsSteps: true)
      for outcome in outcomes {
        #expect(outcome.objective >= outcome.steps[0].objective, "\(Cases.name(attack))")
        #expect(!outcome.flags.contains(.objectiveFell))
      }
    }
  }

  @Test("one step of PGD is FGSM", arguments: Array(Cases.strategies.indices))
  func oneStepIsFGSM(_ index: Int) throws {
    let strategy = Cases.strategies[index]
    for norm in Norm.allCases {
      let fgsm = try Cases.run(
        Attack(ProjectedGradient.fgsm, strategy), radius: 8, numbers: [3, 4], norm: norm)
      for method: any AttackMethod in [
        ProjectedGradient(StepSchedule(count: 1)), MomentumIterative(StepSchedule(count: 1)),
      ] where method.norms.contains(norm) {
        let other = try Cases.run(
          Attack(method, strategy), radius: 8, numbers: [3, 4], norm: norm)
        #expect(other.images == fgsm.images, "\(method.name) x \(strategy.name), \(norm)")
      }
    }
  }

  @Test("the Euclidean ball", arguments: Array(Cases.pairs(.euclidean).indices))
  func euclideanBall(_ index: Int) throws {
    let attack = Cases.pairs(.euclidean)[index]
    for radius: Float in [0, 0.25, 3, 60, 900] {
      let (images, outcomes) = try Cases.run(
        attack, radius: radius, numbers: [4, 5], norm: .euclidean)
      let clean = Cases.images([4, 5], AnalyticModel([4, 5]).inputShape)
      for image in 0..<2 {
        let original = clean.image(image)
        var sum = 0.0
        for place in original.indices {
          let change = Double(images[image][place] - original[place])
          sum += change * change
          #expect(images[image][place] >= Cases.range.lower[place % 3])
          #expect(images[image][place] <= Cases.range.upper[place % 3])
        }
        #expect(sum.squareRoot() <= Double(radius))
        #expect(!outcomes[image].flags.contains(.corrected), "\(Cases.name(attack)) at \(radius)")
        if radius == 0 { #expect(images[image] == Cases.copy(original)) }
      }
    }
  }
}
