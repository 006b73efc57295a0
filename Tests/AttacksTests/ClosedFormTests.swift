import Attacks
import Kernels
import TensorCore
import TestSupport
import Testing

/// The integer programs' closed forms against every possible perturbation.
@Suite struct ClosedFormTests {
  /// All vectors of -1, 0 and 1.
  private static func allSteps(_ count: Int) -> [[Float]] {
    (0..<count).reduce([[]]) { vectors, _ in
      vectors.flatMap { vector in [-1, 0, 1].map { vector + [$0] } }
    }
  }

  private static func value(_ direction: [Double], _ step: [Float]) -> Double {
    zip(direction, step).reduce(0) { $0 + $1.0 * Double($1.1) }
  }

  /// The direction that defines the paper's program: the sum of separately computed gradients over
  /// their losses.
  private static func direction(_ model: AnalyticModel, _ clean: borrowing Tensor) throws
    -> [Double]
  {
    var losses = LossTable(imageCount: 1, taskCount: model.taskCount)
    try model.evaluate(clean.span, into: &losses)
    var sum = [Double](repeating: 0, count: clean.shape.elementCount)
    for task in 0..<model.taskCount {
      var weights = TaskWeights(imageCount: 1, taskCount: model.taskCount)
      weights[0, task] = 1
      var gradient = Tensor(clean.shape)
      var span = gradient.mutableSpan
      try model.inputGradient(weights, into: &span)
      for place in sum.indices {
        sum[place] += Double(gradient.span[place]) / losses[0, task].value
      }
    }
    return sum
  }

  private static func inner(_ number: Int, _ shape: TensorShape) -> Tensor {
    var generator = SeededGenerator(seed: UInt64(number))
    return Tensor(shape, nhwc: generator.floats(shape.elementCount, in: -90...90).span)
  }

  @Test("DGBA's step is the best of all", arguments: 0..<40)
  func balancedIsOptimal(_ number: Int) throws {
    let model = AnalyticModel([number], height: 1, width: number % 2 + 1)
    let clean = Self.inner(number, model.inputShape)
    let direction = try Self.direction(model, clean)
    let best = Self.allSteps(direction.count).map { Self.value(direction, $0) }.reduce(0, max)
    let harness = AttackHarness(ThreatModel(radius: PixelBudget(4), range: Cases.range))
    let outcome = try harness.run(
      Attack(ProjectedGradient.fgsm, Balanced()), on: clean, numbers: [number], model: model)
    let step = clean.span.indices.map {
      ((outcome.images.span[$0] - clean.span[$0]) / 4).rounded()
    }
    #expect(abs(Self.value(direction, step) - best) < 1e-9 * best)
  }

  @Test("with a budget of pixels the sparse step is the best of all", arguments: 0..<12)
  func sparseIsOptimal(_ number: Int) throws {
    let model = AnalyticModel([number], height: 1, width: 3)
    let clean = Self.inner(number, model.inputShape)
    let direction = try Self.direction(model, clean)
    let steps = Self.allSteps(direction.count)
    for limit in 0...3 {
      var best = 0.0
      for step in steps {
        let pixels = (0..<3).count { pixel in (0..<3).contains { step[3 * pixel + $0] != 0 } }
        if pixels <= limit { best = max(best, Self.value(direction, step)) }
      }
      let harness = AttackHarness(ThreatModel(radius: PixelBudget(4), range: Cases.range))
      let outcome = try harness.run(
        Attack(ProjectedGradient.fgsm, SparsePixels(pixelLimit: limit)), on: clean,
        numbers: [number], model: model)
      let step = clean.span.indices.map {
        ((outcome.images.span[$0] - clean.span[$0]) / 4).rounded()
      }
      #expect((0..<3).count { p in (0..<3).contains { step[3 * p + $0] != 0 } } <= limit)
      #expect(abs(Self.value(direction, step) - best) <= 1e-9 * best)
    }
  }

  @Test("a longer sparse attack changes no more pixels")
  func sparseStaysSparse() throws {
    for method: any AttackMethod in [
      MomentumIterative(StepSchedule(count: 6)), AutoPGD(.croce2020, count: 8),
      AutoSAGA(StepSchedule(count: 4), rate: 1e6),
    ] {
      let (images, _) = try Cases.run(
        Attack(method, SparsePixels(pixelLimit: 2)), radius: 12, numbers: [3, 4])
      let clean = Cases.images([3, 4], AnalyticModel([3, 4]).inputShape)
      for image in 0..<2 {
        let original = Cases.copy(clean.image(image))
        let pixels = Set(
          original.indices.filter { original[$0] != images[image][$0] }.map { $0 / 3 })
        #expect(pixels.count <= 2 && !pixels.isEmpty, "\(method.name)")
      }
    }
  }

  @Test("one weighted backward pass is the sum of the tasks' gradients", arguments: 0..<8)
  func oneBackwardPassIsTheSum(_ number: Int) throws {
    let model = AnalyticModel([number])
    let clean = Self.inner(number, model.inputShape)
    let expected = try Self.direction(model, clean)
    var losses = LossTable(imageCount: 1, taskCount: 3)
    try model.evaluate(clean.span, into: &losses)
    let balancer = Balanced().balancer(cleanLosses: (0..<3).map { losses[0, $0] })
    var weights = TaskWeights(imageCount: 1, taskCount: 3)
    let isFloored = weights.withRow(0) { balancer.weigh(losses.row(0), into: &$0) }
    #expect(!isFloored)
    var gradient = Tensor(clean.shape)
    var span = gradient.mutableSpan
    try model.inputGradient(weights, into: &span)
    #expect(relativeError(Cases.copy(gradient.span), expected) < 1e-6)
  }

  @Test("the direction is the slope of the objective")
  func directionIsTheObjectivesSlope() throws {
    for number in 0..<6 {
      let model = AnalyticModel([number])
      let clean = Self.inner(number, model.inputShape)
      let direction = try Self.direction(model, clean)
      var losses = LossTable(imageCount: 1, taskCount: 3)
      try model.evaluate(clean.span, into: &losses)
      let balancer = Balanced().balancer(cleanLosses: (0..<3).map { losses[0, $0] })
      #expect(balancer.objective(losses.row(0)) == 0)
      for place in 0..<4 {
        var objectives: [Double] = []
        for change: Float in [-0.125, 0.125] {
          var moved = Cases.copy(clean.span)
          moved[place] += change
          try model.evaluate(moved.span, into: &losses)
          objectives.append(balancer.objective(losses.row(0)))
        }
        let slope = (objectives[1] - objectives[0]) / 0.25
        // R is the mean over the tasks, c is the sum.
        #expect(abs(slope - direction[place] / 3) < 1e-6)
      }
    }
  }
}
