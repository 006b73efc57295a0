import Attacks
import Kernels
import TensorCore
import Testing

/// Models and images at the limits of what numbers can be.
@Suite struct OddInputTests {
  /// Losses and gradients that do not depend on the image.
  private final class GivenModel: DifferentiableModel {
    let inputShape: TensorShape
    let losses: [TaskLoss]
    let slopes: [Float]

    init(_ losses: [Double], slopes: [Float], height: Int = 1, width: Int = 1) {
      self.losses = losses.map { TaskLoss($0) }
      self.slopes = slopes
      inputShape = TensorShape(batch: 1, height: height, width: width, channels: 3)
    }

    var taskCount: Int { losses.count }

    func evaluate(_ images: Span<Float>, into table: inout LossTable) throws {
      for task in losses.indices { table[0, task] = losses[task] }
    }

    func inputGradient(
      _ weights: TaskWeights, into gradient: inout MutableSpan<Float>
    ) throws {
      var sum = 0.0
      for task in losses.indices where weights[0, task] != 0 {
        sum += weights[0, task] * Double(slopes[task])
      }
      for index in gradient.indices { gradient[index] = Float(sum) }
    }
  }

  /// Every pair on one image of zeros.
  private func runAll(
    _ model: any DifferentiableModel, radius: Float = 8, norm: Norm = .maximum,
    _ check: (Attack, [Float], ImageOutcome) -> Void
  ) throws {
    let harness = AttackHarness(
      ThreatModel(norm, radius: PixelBudget(radius), range: Cases.range))
    let clean = Tensor(model.inputShape)
    for method in Cases.methods {
      for strategy in Cases.strategies {
        let attack = Attack(method, strategy)
        guard (try? attack.validate(taskCount: model.taskCount, norm: norm)) != nil else {
          continue
        }
        let outcome = try harness.run(attack, on: clean, numbers: [1], model: model)
        check(attack, Cases.copy(outcome.images.image(0)), outcome.outcomes[0])
      }
    }
  }

  @Test(
    "huge, subnormal and vanishing losses give finite images and results",
    arguments: [
      [1e300, 2, 3], [Double.leastNonzeroMagnitude, 2, 3], [0, 0, 0],
      [1e300, Double.leastNormalMagnitude / 4, 1], [-4, 2, 3],
    ])
  func oddLosses(_ losses: [Double]) throws {
    let model = GivenModel(losses, slopes: [0.5, -0.25, 0.125])
    for norm in Norm.allCases {
      try runAll(model, norm: norm) { attack, image, outcome in
        #expect(!image.contains { !$0.isFinite }, "\(Cases.name(attack))")
        #expect(image.allSatisfy { abs($0) <= 8 }, "\(Cases.name(attack))")
        #expect(outcome.relativeChange == 0)
        #expect(!outcome.flags.contains(.corrected), "\(Cases.name(attack))")
        #expect(!outcome.flags.contains(.nonFiniteLoss), "\(Cases.name(attack))")
      }
    }
  }

  @Test("a denominator that is replaced is flagged, where there is one", arguments: [0.0, 1])
  func flooredDenominators(_ loss: Double) throws {
    try runAll(GivenModel([loss, 2, 3], slopes: [1, 1, 1])) { attack, _, outcome in
      let divides = attack.strategy is Balanced || attack.strategy is MinimumNorm
      guard divides, attack.method.stepCount > 0 else { return }
      #expect(
        outcome.flags.contains(.flooredDenominator) == (loss == 0), "\(Cases.name(attack))")
    }
  }

  @Test(
    "losses that are infinite stop an image where it is", arguments: [Double.infinity, -.infinity])
  func infiniteLosses(_ loss: Double) throws {
    try runAll(GivenModel([loss, 2, 3], slopes: [1, 1, 1])) { attack, image, outcome in
      #expect(outcome.flags.contains(.nonFiniteLoss))
      #expect(image == [0, 0, 0], "\(Cases.name(attack))")
    }
  }

  @Test("an image stays where its loss first was not finite, or at its best point before")
  func lateNaN() throws {
    func schedule(_ count: Int) -> StepSchedule {
      StepSchedule(count: count, size: .pixels(PixelBudget(2)))
    }
    let clean = Cases.copy(Cases.images([3], AnalyticModel([3]).inputShape).span)
    for strategy: any BalancingStrategy in [Balanced(), SignSum()] {
      // The loss is NaN from the second pass on: at the first point after the clean image.
      func image(_ method: any AttackMethod, firstNaN: Int) throws -> [Float] {
        let (images, outcomes) = try Cases.run(
          Attack(method, strategy), radius: 20, numbers: [3]
        ) { $0.poisoned[3] = firstNaN }
        #expect(outcomes[0].flags.contains(.nonFiniteLoss))
        return images[0]
      }
      let (step, _) = try Cases.run(
        Attack(ProjectedGradient(schedule(1)), strategy), radius: 20, numbers: [3])
      #expect(try image(ProjectedGradient(schedule(4)), firstNaN: 2) == step[0])
      #expect(try image(MomentumIterative(schedule(4)), firstNaN: 2) == step[0])
      // The second pass is the look-ahead's, the third the next step's.
      #expect(try image(AutoSAGA(schedule(4)), firstNaN: 2) == clean)
      let saga = try Cases.run(
        Attack(AutoSAGA(schedule(1)), strategy), radius: 20, numbers: [3])
      #expect(try image(AutoSAGA(schedule(4)), firstNaN: 3) == saga.images[0])
      for variant in APGDVariant.allCases {
        let method = AutoPGD(variant, count: 5, firstStep: .pixels(PixelBudget(2)))
        #expect(try image(method, firstNaN: 2) == clean)
      }
    }
  }

  @Test("gradients without a number stop an image, and say so", arguments: [Float.nan, .infinity])
  func gradientsWithoutANumber(_ slope: Float) throws {
    for norm in Norm.allCases {
      try runAll(
        GivenModel([1, 2, 3], slopes: [slope, slope, slope]), norm: norm
      ) { attack, image, outcome in
        #expect(!image.contains { !$0.isFinite }, "\(Cases.name(attack))")
        guard attack.method.stepCount > 0 else { return }
        #expect(outcome.flags.contains(.nonFiniteGradient), "\(Cases.name(attack))")
        if !attack.method.isRandom { #expect(image == [0, 0, 0], "\(Cases.name(attack))") }
      }
    }
  }

  @Test("gradients of zeros leave an image where it is, also with momentum")
  func zeroGradients() throws {
    for norm in Norm.allCases {
      try runAll(GivenModel([1, 2, 3], slopes: [0, 0, 0]), norm: norm) { attack, image, outcome in
        guard attack.method.stepCount > 0 else { return }
        #expect(outcome.flags.contains(.vanishingGradient), "\(Cases.name(attack))")
        if !attack.method.isRandom { #expect(image == [0, 0, 0], "\(Cases.name(attack))") }
      }
    }
  }

  @Test("one task, and five", arguments: [1, 5])
  func taskCounts(_ count: Int) throws {
    let model = GivenModel(
      (1...count).map(Double.init), slopes: (1...count).map { Float($0) * 0.25 }, height: 2)
    let strategies: [any BalancingStrategy] = [
      SingleTask(count - 1), TotalLoss(), Balanced(), SignSum(), MinMaxWeights(), MinimumNorm(),
      RelativeRates(), Selective([0]), SparsePixels(pixelLimit: 2),
    ]
    let harness = AttackHarness(ThreatModel(radius: PixelBudget(8), range: Cases.range))
    for method in Cases.methods where !method.isRandom {
      for strategy in strategies {
        let outcome = try harness.run(
          Attack(method, strategy), on: Tensor(model.inputShape), numbers: [1], model: model)
        let image = Cases.copy(outcome.images.image(0))
        // Constant losses leave methods with memory where the published ones take ties.
        guard !(method is AutoPGD) else { continue }
        #expect(image == [8, 8, 8, 8, 8, 8], "\(method.name) x \(strategy.name)")
        #expect(!outcome.outcomes[0].flags.contains(.singleTaskCarries))
      }
    }
  }

  @Test("a model without tasks is refused")
  func noTasks() {
    let model = GivenModel([], slopes: [])
    let harness = AttackHarness(ThreatModel(radius: PixelBudget(8), range: Cases.range))
    #expect(throws: AttackError.self) {
      _ = try harness.run(
        Attack(ProjectedGradient.fgsm, TotalLoss()), on: Tensor(model.inputShape), numbers: [1],
        model: model)
    }
  }

  @Test("a ball that is wider than the range ends at the range", arguments: Norm.allCases)
  func widerThanTheRange(_ norm: Norm) throws {
    let model = GivenModel([1, 2, 3], slopes: [1, 1, 1])
    let harness = AttackHarness(
      ThreatModel(norm, radius: PixelBudget(norm == .maximum ? 255 : 1e6), range: Cases.range))
    for method: any AttackMethod in [
      ProjectedGradient.fgsm, ProjectedGradient(StepSchedule(count: 3)),
    ] {
      let outcome = try harness.run(
        Attack(method, Balanced()), on: Tensor(model.inputShape), numbers: [1], model: model)
      let upper = Cases.range.upper
      #expect(Cases.copy(outcome.images.image(0)) == [upper.x, upper.y, upper.z])
      #expect(!outcome.outcomes[0].flags.contains(.corrected))
    }
  }

  @Test("one step of every APGD is FGSM's step, or the start where nothing is better")
  func oneStepOfAPGD() throws {
    for norm in Norm.allCases {
      for variant in APGDVariant.allCases {
        for strategy in Cases.strategies {
          let attack = Attack(AutoPGD(variant, count: 1, firstStep: .timesRadius(1)), strategy)
          let (images, outcomes) = try Cases.run(
            attack, radius: 8, numbers: [3, 4], norm: norm, recordsSteps: true)
          let fgsm = try Cases.run(
            Attack(ProjectedGradient.fgsm, strategy), radius: 8, numbers: [3, 4], norm: norm)
          let clean = Cases.images([3, 4], AnalyticModel([3, 4]).inputShape)
          for image in 0..<2 {
            #expect(outcomes[image].steps.count == 2)
            let isBetter = fgsm.outcomes[image].objective > outcomes[image].steps[0].objective
            #expect(
              images[image] == (isBetter ? fgsm.images[image] : Cases.copy(clean.image(image))),
              "\(Cases.name(attack))")
          }
        }
      }
    }
  }

  @Test("images of one pixel, and of none")
  func smallImages() throws {
    try runAll(GivenModel([1, 2, 3], slopes: [1, 1, 1], height: 0, width: 0)) { _, image, outcome in
      #expect(image.isEmpty && outcome.relativeChange == 0)
    }
    let single = AnalyticModel([3], height: 1, width: 1)
    try runAll(single) { attack, image, _ in
      #expect(image.count == 3 && image.allSatisfy { abs($0) <= 8 }, "\(Cases.name(attack))")
    }
  }
}
