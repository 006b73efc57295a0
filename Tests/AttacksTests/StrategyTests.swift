import Kernels
import TestSupport
import Testing

@testable import Attacks

@Suite struct StrategyTests {
  private func weights(
    _ strategy: any BalancingStrategy, clean: [Double], _ steps: [[Double]]
  ) -> (weights: [Double], isFloored: Bool) {
    var balancer = strategy.balancer(cleanLosses: clean.map { TaskLoss($0) })
    var weights = [Double](repeating: 0, count: clean.count)
    var isFloored = false
    for step in steps {
      let losses = step.map { TaskLoss($0) }
      balancer.observe(losses.span)
      var span = weights.mutableSpan
      isFloored = balancer.weigh(losses.span, into: &span)
    }
    return (weights, isFloored)
  }

  private func objective(_ strategy: any BalancingStrategy, clean: [Double], _ now: [Double])
    -> Double
  {
    let losses = now.map { TaskLoss($0) }
    return strategy.balancer(cleanLosses: clean.map { TaskLoss($0) }).objective(losses.span)
  }

  @Test func linearWeights() {
    #expect(weights(SingleTask(1), clean: [1, 2, 4], [[2, 4, 8]]).weights == [0, 1, 0])
    #expect(weights(TotalLoss(), clean: [1, 2, 4], [[2, 4, 8]]).weights == [1, 1, 1])
    #expect(weights(Balanced(), clean: [1, 2, 4], [[2, 4, 8]]).weights == [0.5, 0.25, 0.125])
    #expect(
      weights(Balanced(direction: .clean), clean: [1, 2, 4], [[2, 4, 8]]).weights
        == [1, 0.5, 0.25])
    #expect(
      weights(Balanced(direction: .dataset([4, 8, 16])), clean: [1, 2, 4], [[2, 4, 8]]).weights
        == [0.25, 0.125, 0.0625])
  }

  @Test("no strategy weighs an empty task")
  func emptyTasks() {
    let losses = [TaskLoss(2), .empty, TaskLoss(3)]
    let strategies: [any BalancingStrategy] = Cases.strategies + [SingleTask(1), Selective([1])]
    for strategy in strategies {
      var balancer = strategy.balancer(cleanLosses: losses)
      balancer.observe(losses.span)
      var weights = [Double](repeating: 7, count: 3)
      var span = weights.mutableSpan
      _ = balancer.weigh(losses.span, into: &span)
      #expect(weights[1] == 0, "\(strategy.name)")
      #expect(weights.allSatisfy { $0.isFinite && abs($0) <= 1 }, "\(strategy.name)")
    }
  }

  @Test func objectives() {
    #expect(objective(SingleTask(1), clean: [1, 2], [3, 5]) == 5)
    #expect(objective(TotalLoss(), clean: [1, 2], [3, 5]) == 8)
    #expect(objective(SignSum(), clean: [1, 2], [3, 5]) == 8)
    #expect(objective(Balanced(), clean: [1, 2], [3, 5]) == (2 + 1.5) / 2)
    #expect(
      objective(Balanced(objective: .dataset([2, 4])), clean: [1, 2], [3, 5]) == (0.5 + 0.25) / 2)
    #expect(objective(MinMaxWeights(), clean: [1, 2], [3, 5]) == 1.5)
    #expect(objective(Selective([0], restraint: 2), clean: [1, 2], [3, 1]) == 2 - 2 * 0.5)
  }

  @Test("a denominator that is zero, tiny or not finite is floored and flagged")
  func floors() throws {
    for loss in [0, 1e-9, -.infinity, .infinity, .nan] as [Double] {
      let found = weights(Balanced(direction: .clean), clean: [loss, 2], [[1, 2]])
      #expect(found.isFloored)
      #expect(found.weights == [1 / LossScale.floor, 0.5])
    }
    #expect(!weights(Balanced(), clean: [0, 2], [[1, 2]]).isFloored)
    let (_, outcomes) = try Cases.run(
      Attack(ProjectedGradient.fgsm, Balanced(direction: .dataset([1, 1, 1]))), radius: 1,
      numbers: [3])
    #expect(!outcomes[0].flags.contains(.flooredDenominator))
  }

  @Test("min-max weights move to the task that is attacked least, and stay in the simplex")
  func minMaxWeights() {
    let strategy = MinMaxWeights(rate: 0.25, regularity: 0)
    let clean = [1.0, 1, 1]
    var last = weights(strategy, clean: clean, [[1, 1, 1]]).weights
    #expect(last.allSatisfy { abs($0 - 1 / 3) < 1e-12 })
    for count in 1...6 {
      let steps = Array(repeating: [2, 1.25, 1.5], count: count)
      let next = weights(strategy, clean: clean, steps).weights
      #expect(abs(next.reduce(0, +) - 1) < 1e-12 && next.allSatisfy { $0 >= 0 })
      #expect(next[1] >= last[1])
      last = next
    }
    #expect(last[1] > 0.6)
  }

  @Test("min-max weights are drawn back to equal ones as strongly as asked")
  func minMaxRegularity() {
    // (0.5, 0.5) - 0.25 (1, 0), projected; then - 0.25 (1 + 0.125, 0 - 0.125), projected.
    let strategy = MinMaxWeights(rate: 0.25, regularity: 1)
    #expect(weights(strategy, clean: [1, 1], [[2, 1]]).weights == [0.375, 0.625])
    #expect(weights(strategy, clean: [1, 1], [[2, 1], [2, 1]]).weights == [0.21875, 0.78125])
    let empty = [TaskLoss.empty, .empty]
    #expect(strategy.balancer(cleanLosses: empty).objective(empty.span) == 0)
  }

  @Test("the projection on the simplex is the nearest of a fine grid")
  func simplexProjection() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<30 {
      let point = generator.floats(3, in: -1.5...1.5).map { Double($0) }
      var found = point
      var span = found.mutableSpan
      Simplex.project(&span)
      #expect(abs(found.reduce(0, +) - 1) < 1e-12 && found.allSatisfy { $0 >= 0 })
      func distance(_ other: [Double]) -> Double {
        zip(point, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
      for i in 0...40 {
        for j in 0...(40 - i) {
          let other = [Double(i) / 40, Double(j) / 40, Double(40 - i - j) / 40]
          #expect(distance(found) <= distance(other) + 1e-12)
        }
      }
    }
  }

  @Test("the shortest combination is the shortest of a fine grid, also of dependent vectors")
  func shortestCombination() {
    var generator = SeededGenerator(seed: 9)
    for round in 0..<40 {
      var vectors = (0..<3).map { _ in generator.floats(2).map { Double($0) } }
      if round % 4 == 1 { vectors[1] = vectors[0] }
      if round % 4 == 2 { vectors[2] = vectors[0].map { -2 * $0 } }
      if round % 4 == 3 { vectors[1] = [0, 0] }
      let products = vectors.flatMap { a in vectors.map { b in a[0] * b[0] + a[1] * b[1] } }
      var combination = ShortestCombination(count: 3)
      combination.products = products
      combination.solve(members: 0b111)
      let found = combination.weights
      #expect(abs(found.reduce(0, +) - 1) < 1e-9 && found.allSatisfy { $0 >= 0 })
      func length(_ weights: [Double]) -> Double {
        let x = (0..<3).reduce(0) { $0 + weights[$1] * vectors[$1][0] }
        let y = (0..<3).reduce(0) { $0 + weights[$1] * vectors[$1][1] }
        return x * x + y * y
      }
      for i in 0...40 {
        for j in 0...(40 - i) {
          let other = [Double(i) / 40, Double(j) / 40, Double(40 - i - j) / 40]
          #expect(length(found) <= length(other) + 1e-9)
        }
      }
    }
  }

  @Test("the minimum-norm direction raises every loss as fast as the others, or none")
  func minimumNormShares() {
    var balancer = MinimumNorm().balancer(cleanLosses: [TaskLoss(1), TaskLoss(1)])
    let losses = [TaskLoss(2), TaskLoss(4)]
    // Relative gradients (2, 0, 0) and (0, 1, 0): the shortest has equal products with both.
    var gradients: [Float] = [4, 0, 0, 0, 4, 0]
    var span = gradients.mutableSpan
    let weights = [0.5, 0.25]
    balancer.balance(&span, losses: losses.span, weights: weights.span)
    let direction = (0..<3).map { gradients[$0] + gradients[3 + $0] }
    #expect(abs(2 * direction[0] - direction[1]) < 1e-6 && direction[1] > 0)
  }

  @Test("relative rates: the total loss's direction first, then by the rise of every loss")
  func relativeRates() {
    for weighting in RelativeRates.Weighting.allCases {
      let strategy = RelativeRates(weighting)
      #expect(weights(strategy, clean: [1, 2], [[2, 3]]).weights == [1, 1])
      #expect(!weights(strategy, clean: [1, 2], [[2, 3], [4, 4]]).isFloored)
      #expect(weights(strategy, clean: [1, 2], [[2, 3], [0, 4]]).isFloored)
      #expect(weights(strategy, clean: [1, 2], [[2, 0], [4, 4]]).isFloored)
    }
    let steps = [[2.0, 4], [8, 6], [4, 8]]
    #expect(weights(RelativeRates(), clean: [1, 2], steps).weights == [0.5, 0.5])
    let two = Array(steps[...1])
    #expect(weights(RelativeRates(), clean: [1, 2], two).weights == [0.25, 1 / 1.5])
    #expect(
      weights(RelativeRates(.paper), clean: [1, 2], two).weights == [4 / 2.75, 1.5 / 2.75])
    #expect(weights(RelativeRates(.paperCode), clean: [1, 2], two).weights == [0.5, 0.25])
    #expect(weights(RelativeRates(.paperCode), clean: [1, 2], steps).weights == [0.5, 0.25])
  }

  @Test("a selective attack pulls held tasks back on either side, and not at the clean loss")
  func selective() {
    let strategy = Selective([0])
    #expect(weights(strategy, clean: [1, 2, 4], [[2, 2, 4]]).weights == [0.5, 0, 0])
    #expect(weights(strategy, clean: [1, 2, 4], [[2, 3, 3]]).weights == [0.5, -0.25, 0.125])
  }

  @Test("a selective attack holds what a single-task attack does not")
  func selectiveHolds() throws {
    let schedule = ProjectedGradient(StepSchedule(count: 30, size: .timesRadius(0.1)))
    var sums = [0.0, 0.0]
    for number in 3..<9 {
      let strategies: [any BalancingStrategy] = [SingleTask(0), Selective([0], restraint: 4)]
      for (place, strategy) in strategies.enumerated() {
        let (_, outcomes) = try Cases.run(
          Attack(schedule, strategy), radius: 30, numbers: [number])
        let losses = zip(outcomes[0].losses, outcomes[0].cleanLosses).map {
          ($0.value - $1.value) / $1.value
        }
        sums[place] += abs(losses[1]) + abs(losses[2])
        #expect(losses[0] > 0)
      }
    }
    #expect(sums[1] < sums[0])
  }

  @Test func wrongParametersAreErrors() {
    #expect(throws: AttackError.self) { try SingleTask(3).validate(taskCount: 3) }
    #expect(throws: AttackError.self) { try SingleTask(-1).validate(taskCount: 3) }
    #expect(throws: AttackError.self) {
      try Balanced(objective: .dataset([1, 2])).validate(taskCount: 3)
    }
    #expect(throws: AttackError.self) {
      try Balanced(direction: .dataset([1, 0, 2])).validate(taskCount: 3)
    }
    #expect(throws: AttackError.self) { try Balanced(objective: .current).validate(taskCount: 3) }
    #expect(throws: AttackError.self) { try Selective([]).validate(taskCount: 3) }
    #expect(throws: AttackError.self) { try Selective([3]).validate(taskCount: 3) }
    #expect(throws: AttackError.self) { try SparsePixels(pixelLimit: -1).validate(taskCount: 3) }
    #expect(throws: AttackError.self) { try MinMaxWeights(rate: .nan).validate(taskCount: 3) }
    #expect(throws: AttackError.self) { try MinimumNorm().validate(taskCount: 11) }
  }
}
