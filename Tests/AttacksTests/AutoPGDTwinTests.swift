import Attacks
import Kernels
import TensorCore
import TestSupport
import Testing

/// Auto-PGD against a twin for a single number, on losses and slopes that are drawn.
///
/// The three values of the image's only pixel are always equal, so that the Euclidean norm is a
/// matter of a factor.
@Suite struct AutoPGDTwinTests {
  /// Says at every evaluation what was drawn for it, whatever the image is.
  private final class ScriptedModel: DifferentiableModel {
    let inputShape = TensorShape(batch: 1, height: 1, width: 1, channels: 3)
    let taskCount = 1
    let losses: [Double]
    let slopes: [Float]
    private(set) var points: [Float] = []

    init(losses: [Double], slopes: [Float]) {
      self.losses = losses
      self.slopes = slopes
    }

    func evaluate(_ images: Span<Float>, into table: inout LossTable) throws {
      table[0, 0] = TaskLoss(losses[points.count])
      points.append(images[0])
    }

    func inputGradient(
      _ weights: TaskWeights, into gradient: inout MutableSpan<Float>
    ) throws {
      gradient.update(repeating: slopes[points.count - 1])
    }
  }

  private static let range = ChannelRange(
    lower: SIMD3(repeating: -2), upper: SIMD3(repeating: 3))
  private static let radius: Float = 6

  /// The points of a run in their order, and the best of them.
  private static func twin(
    _ variant: APGDVariant, count: Int, norm: Norm, losses: [Double], slopes: [Float]
  ) -> (points: [Float], result: Float) {
    let unit = norm == .maximum ? 1 : Float(3).squareRoot()
    let limit = radius / unit
    func clamp(_ x: Float) -> Float { min(max(x, -2), 3) }
    func ball(_ x: Float) -> Float { min(max(x, -limit), limit) }
    var rule = APGDStepRule(variant, count: count, firstStep: 2 * radius)
    var (current, previous, best): (Float, Float, Float) = (0, 0, 0)
    var (asked, bestAsked) = (0, 0)
    var bestLoss = losses[0]
    var points: [Float] = [0]
    _ = rule.append(losses[0])
    for step in 0..<count {
      let size = rule.stepSizes[step] / unit * (slopes[asked] > 0 ? 1 : -1)
      var stepped = ball(current + size)
      if variant == .croce2020 { stepped = clamp(stepped) }
      let averaged = current + 0.75 * (stepped - current) + 0.25 * (current - previous)
      let next = clamp(ball(step == 0 ? current + size : averaged))
      (previous, current) = (current, next)
      asked = step + 1
      points.append(current)
      let loss = losses[asked]
      let isBest = variant == .croce2020 ? loss > bestLoss : loss >= bestLoss
      if isBest { (best, bestLoss, bestAsked) = (current, loss, asked) }
      if rule.append(loss), variant != .paper { (current, asked) = (best, bestAsked) }
    }
    return (points, best)
  }

  @Test(
    "every point and the result", arguments: APGDVariant.allCases, Norm.allCases)
  func followsItsTwin(_ variant: APGDVariant, _ norm: Norm) throws {
    var generator = SeededGenerator(seed: 3)
    for count in [1, 4, 12, 25] {
      for _ in 0..<12 {
        // Few different losses, so that there are ties.
        let losses = generator.floats(count + 2, in: 1...6).map { Double($0.rounded()) }
        let slopes = generator.floats(count + 2, in: -1...1)
        let model = ScriptedModel(losses: losses, slopes: slopes)
        let harness = AttackHarness(
          ThreatModel(norm, radius: PixelBudget(Self.radius), range: Self.range))
        let outcome = try harness.run(
          Attack(AutoPGD(variant, count: count, firstStep: .timesRadius(2)), TotalLoss()),
          on: Tensor(model.inputShape), numbers: [0], model: model)
        let expected = Self.twin(
          variant, count: count, norm: norm, losses: losses, slopes: slopes)
        for (step, point) in expected.points.enumerated() {
          #expect(abs(model.points[step] - point) < 1e-4, "step \(step) of \(count)")
        }
        #expect(abs(outcome.images.span[0] - expected.result) < 1e-4)
      }
    }
  }

  /// Counts what it is told.
  private final class Counter: BalancingStrategy, @unchecked Sendable {
    // One attack at a time uses it, in one thread.
    var count = 0
    var name: String { "counting" }
    func balancer(cleanLosses: [TaskLoss]) -> any TaskBalancer { Balancer(counter: self) }

    private struct Balancer: TaskBalancer {
      let counter: Counter
      mutating func observe(_ losses: Span<TaskLoss>) { counter.count += 1 }
      func weigh(_ losses: Span<TaskLoss>, into weights: inout MutableSpan<Double>) -> Bool {
        weights[0] = 1
        return false
      }
      func objective(_ losses: Span<TaskLoss>) -> Double { losses[0].value }
    }
  }

  @Test("a strategy is not asked for a direction that is stored")
  func storedDirectionsAreNotAskedFor() throws {
    let count = 10
    let model = ScriptedModel(
      losses: (0..<count + 2).map { 20 - Double($0) },
      slopes: [Float](repeating: 1, count: count + 2))
    let counter = Counter()
    let harness = AttackHarness(
      ThreatModel(radius: PixelBudget(Self.radius), range: Self.range))
    _ = try harness.run(
      Attack(AutoPGD(.croce2020, count: count), counter), on: Tensor(model.inputShape),
      numbers: [0], model: model)
    // Objectives that only fall halve the step at the checkpoints 3, 5, 6, 8: each time the next
    // direction is the start's; after checkpoint 9 there is none.
    #expect(counter.count == count - 4)
  }
}
