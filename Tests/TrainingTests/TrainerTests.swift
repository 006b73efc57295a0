import Networks
import Tasks
import TensorCore
import TestSupport
import Testing

@testable import Training

@Suite struct TrainerTests {
  /// The published recipe against the same in double precision by PyTorch: losses, gradients,
  /// adversarial images, parameters and running statistics after every step.
  @Test func stepsEqualPyTorchs() throws {
    var gradients: [Float] = []
    var exchange = StepExchange.none
    exchange.update = { parameters, _, apply in
      gradients = copy(parameters.gradientSpan)
      try apply()
    }
    let fixture = try TrainerFixture(exchange: exchange)
    let (reference, trainer) = (fixture.reference, fixture.trainer)
    for (iteration, expected) in reference.iterations.enumerated() {
      var count = 0
      let batch = try reference.batch(iteration)
      _ = try trainer.iterate(batch) { report, images in
        let step = expected.steps[count]
        count += 1
        let values = images.span
        #expect(relativeError(values.indices.map { values[$0] }, step.images) < 1e-6)
        for (loss, value) in zip(report.losses, step.losses) {
          #expect(abs(loss / value - 1) < 1e-5)
        }
        #expect(abs(report.objective / step.losses.reduce(0, +) - 1) < 1e-5)
        for entry in trainer.parameters.layout.entries {
          let parameter = entry.parameter
          var found = [Float](repeating: 0, count: parameter.elementCount)
          var span = found.mutableSpan
          trainer.parameters.readFloats(name: parameter.name, into: &span)
          let wanted = try #require(step.state[parameter.name])
          let largest = zip(found, wanted).map { abs(Double($0) - $1) }.max() ?? 0
          if parameter.role.isTrainable {
            let slope = try #require(step.gradients[parameter.name])
            #expect(relativeError(gradients[entry.range], slope) < 1e-4, "\(parameter.name)")
            #expect(largest < 2e-6, "\(parameter.name)")
          } else {
            #expect(relativeError(found, wanted) < 1e-6, "\(parameter.name)")
          }
        }
      }
      #expect(count == expected.steps.count)
    }
    #expect(trainer.iteration == 2)
    #expect(trainer.passCount == 4)
  }

  @Test func aLossThatIsNotFiniteStopsBeforeParametersChange() throws {
    let source = try TrainingReference.load()
    var parameters = try source.parameters()
    parameters.update("depth_zbuffer.bias") { $0[0] = .nan }
    let fixture = try TrainerFixture(isAdversarial: false, source: parameters)
    let before = fixture.state()
    #expect {
      try fixture.run(0..<1)
    } throws: { error in
      "\(error)".contains("iteration 0") && "\(error)".contains("depth_zbuffer")
    }
    let after = fixture.state()
    let count = fixture.trainer.parameters.layout.valueCount
    #expect(firstDifference(Array(after[..<count]), Array(before[..<count])) == nil)
  }

  @Test func learnedVariancesFollowTheirGradient() throws {
    var balance = LossBalance(
      .uncertainty, tasks: TaskConvention.nyuv2(), rule: .descent(.init()))
    let losses = [2.0, 0.25, 0.5].map { LossSum(numerator: $0, denominator: 1, validCount: 1) }
    balance.restore(logVariances: [0.3, -0.5, 1])
    let weights = balance.weights(losses)
    let base = balance.objective(losses, weights)
    #expect(abs(weights[0] - 0.7408182) < 1e-6)
    #expect(abs(weights[1] - 1.6487213 / 2) < 1e-6)
    for task in 0..<3 {
      var moved = balance
      var variances = balance.logVariances
      variances[task] += 1e-3
      moved.restore(logVariances: variances)
      let slope = (moved.objective(losses, moved.weights(losses)) - base) / 1e-3
      var learned = balance
      learned.learn(losses, weights, learningRate: 1)
      let step = Double(learned.logVariances[task] - balance.logVariances[task])
      #expect(abs(step + slope) < 2e-3)
    }
  }

  @Test func relativeWeightsBalanceTheTasks() {
    let balance = LossBalance(
      .relativeLoss, tasks: TaskConvention.nyuv2(), rule: .adam())
    let losses = [2.0, 0.25, 0.5].map { LossSum(numerator: $0, denominator: 1, validCount: 1) }
    let weights = balance.weights(losses)
    #expect(abs(weights.reduce(0, +) - 3) < 1e-12)
    #expect(abs(weights[0] * 2 - weights[1] * 0.25) < 1e-12)
    #expect(abs(weights[0] * 2 - weights[2] * 0.5) < 1e-12)
    let partial = balance.weights([losses[0], LossSum(), losses[2]])
    #expect(partial[1] == 0)
    #expect(abs(partial[0] + partial[2] - 2) < 1e-12)
  }

  @Test func trainingLowersTheLoss() throws {
    let fixture = try TrainerFixture(
      rate: LearningRate(base: 0.02), weighting: .relativeLoss, isAdversarial: false,
      largestNorm: 1)
    let reports = try (0..<30).map { _ in try fixture.run(0..<1)[0] }
    let (first, last) = (try #require(reports.first), try #require(reports.last))
    for (before, after) in zip(first.losses, last.losses) { #expect(after < 0.8 * before) }
    #expect(reports.allSatisfy { ($0.gradientNorm ?? 0) > 0 })
  }
}

/// A span's values.
func copy(_ span: Span<Float>) -> [Float] { span.indices.map { span[$0] } }
