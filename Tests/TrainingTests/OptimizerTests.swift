import Foundation
import TestSupport
import Testing

@testable import Training

@Suite struct OptimizerTests {
  private struct Run: Decodable {
    let start: [UInt32]
    let gradients: [[UInt32]]
    let results: [[UInt32]]
  }

  static let cases: [(String, OptimizerRule, Double)] = [
    ("adam", .adam(.init(firstDecay: 0.5, weightDecay: 1e-4)), 1e-3),
    ("adam_default", .adam(), 3e-3),
    ("sgd", .descent(.init(momentum: 0.9, weightDecay: 5e-4)), 1e-2),
    ("sgd_nesterov", .descent(.init(momentum: 0.9, isNesterov: true)), 1e-2),
    ("sgd_damped", .descent(.init(momentum: 0.8, dampening: 0.25)), 1e-2),
  ]

  /// Bit for bit where PyTorch's loop over vectors runs, 16 of the 19 values; in the rest it rounds
  /// a product more often.
  @Test(arguments: cases)
  func stepsEqualPyTorchs(_ name: String, _ rule: OptimizerRule, _ rate: Double) throws {
    let data = try Data(contentsOf: Fixtures.file("optimizers.json"))
    let runs = try JSONDecoder().decode([String: Run].self, from: data)
    let run = try #require(runs[name])
    var values = run.start.map { Float(bitPattern: $0) }
    let optimizer = Optimizer(rule, count: values.count)
    for (bits, expected) in zip(run.gradients, run.results) {
      let gradients = bits.map { Float(bitPattern: $0) }
      var span = values.mutableSpan
      optimizer.step(&span, gradients: gradients.span, learningRate: rate)
      for (index, bits) in expected.enumerated() {
        let distance = ulpDistance(values[index], Float(bitPattern: bits))
        #expect(distance <= (index < 16 ? 0 : 1), "\(index): \(values[index])")
      }
    }
    #expect(optimizer.stepCount == run.results.count)
  }

  @Test(arguments: cases)
  func partsMoveAsTheWhole(_ name: String, _ rule: OptimizerRule, _ rate: Double) {
    var random = SeededGenerator(seed: 3)
    let start = random.floats(70_000)
    let gradients = random.floats(70_000)
    /// What optimizers of parts of the array make of it.
    func moved(_ owners: [[Range<Int>]]) -> [Float] {
      let optimizers = owners.map { Optimizer(rule, parts: $0) }
      var values = start
      for _ in 0..<2 {
        for optimizer in optimizers {
          var span = values.mutableSpan
          optimizer.step(&span, gradients: gradients.span, learningRate: rate)
        }
      }
      return values
    }
    let whole = moved([[0..<70_000]])
    #expect(moved([[0..<3], [3..<65_540], [65_540..<70_000]]) == whole)
    #expect(moved([[0..<1024, 65_540..<70_000], [], [1024..<65_540]]) == whole)
  }

  @Test func gradientsAreLimitedAsByPyTorch() {
    func limited(_ largest: Double) -> [Float] {
      var gradients: [Float] = [3, 4, 0, 12]
      let squares = GradientLimit.squares(of: gradients.span, in: [0..<4])
      #expect(GradientLimit.norm(squares) == 13)
      var span = gradients.mutableSpan
      GradientLimit.apply(to: &span, in: [0..<4], norm: 13, largestNorm: largest)
      return gradients
    }
    #expect(limited(20) == [3, 4, 0, 12])
    let factor = Float(2.6 / (13 + 1e-6))
    #expect(limited(2.6) == [3, 4, 0, 12].map { $0 * factor })
  }

  /// The squares of parts on several ranks, brought together, are those of the whole.
  @Test func normsOfPartsAddUpToTheSameBits() {
    var random = SeededGenerator(seed: 4)
    let gradients = random.floats(3000)
    let whole = GradientLimit.squares(of: gradients.span, in: [0..<3000])
    let parts = [[0..<1024, 2048..<3000], [1024..<2048]].map {
      GradientLimit.squares(of: gradients.span, in: $0)
    }
    #expect(zip(parts[0], parts[1]).map { $0 + $1 } == whole)
    #expect(whole.count == 3 && !whole.contains(0))
  }

  @Test func impossibleSettingsAreErrors() {
    #expect(throws: TrainingError.self) {
      try OptimizerRule.adam(.init(firstDecay: 1)).validate()
    }
    #expect(throws: TrainingError.self) {
      try OptimizerRule.descent(.init(isNesterov: true)).validate()
    }
    #expect(throws: TrainingError.self) { try LearningRate(base: 0).validate() }
    #expect(throws: TrainingError.self) {
      try LearningRate(base: 1, decay: .cosine(count: 5, floor: 2)).validate()
    }
    #expect(throws: TrainingError.self) { try LossWeighting.fixed([1, -1]).validate(taskCount: 2) }
    #expect(throws: TrainingError.self) { try LossWeighting.fixed([1]).validate(taskCount: 2) }
  }
}
