import Attacks
import Evaluation
import Kernels
import Networks
import TensorCore
import TestSupport
import Testing

/// A compiled network as an attack sees it.
@Suite struct LabelledNetworkTests {
  private static func copy(_ span: Span<Float>) -> [Float] { span.indices.map { span[$0] } }

  private static func losses(
    _ model: any DifferentiableModel, _ images: borrowing Tensor
  ) throws -> LossTable {
    var table = LossTable(imageCount: images.shape.batch, taskCount: model.taskCount)
    try model.evaluate(images.span, into: &table)
    return table
  }

  private static func gradient(
    _ model: any DifferentiableModel, _ rows: [[Double]]
  ) throws -> [Float] {
    var weights = TaskWeights(imageCount: rows.count, taskCount: model.taskCount)
    for (image, row) in rows.enumerated() {
      for (task, weight) in row.enumerated() { weights[image, task] = weight }
    }
    var gradient = Tensor(model.inputShape, repeating: .nan)
    var span = gradient.mutableSpan
    try model.inputGradient(weights, into: &span)
    return copy(gradient.span)
  }

  @Test("the balanced direction's one pass is the sum of separately computed task gradients")
  func onePassIsTheSum() throws {
    let network = SmallNetwork([3, 4])
    let model = try network.model(network.plan())
    let losses = try Self.losses(model, network.images)
    let rows = (0..<2).map { image in (0..<3).map { 1 / losses[image, $0].value } }
    let joint = try Self.gradient(model, rows)
    var sum = [Double](repeating: 0, count: joint.count)
    let size = network.shape.imageElementCount
    for task in 0..<3 {
      let single = try Self.gradient(model, [0, 1].map { _ in (0..<3).map { $0 == task ? 1 : 0 } })
      for place in sum.indices { sum[place] += Double(single[place]) * rows[place / size][task] }
    }
    #expect(relativeError(joint, sum) < 1e-6)
    #expect(joint.contains { $0 != 0 })
  }

  @Test("the gradient is the losses' slope")
  func finiteDifferences() throws {
    let network = SmallNetwork([5])
    let model = try network.model(network.plan())
    let weights = [0.5, 2, 1]
    _ = try Self.losses(model, network.images)
    let gradient = try Self.gradient(model, [weights])
    // Along the gradient, where the slope is largest.
    let norm = gradient.reduce(0) { $0 + Double($1) * Double($1) }
    var values: [Double] = []
    for side: Double in [-1, 1] {
      let moved = zip(Self.copy(network.images.span), gradient).map { value, slope in
        Float(Double(value) + side * 0.05 * Double(slope) / norm.squareRoot())
      }
      let losses = try Self.losses(model, Tensor(network.shape, nhwc: moved.span))
      values.append((0..<3).reduce(0) { $0 + weights[$1] * losses[0, $1].value })
    }
    let slope = (values[1] - values[0]) / 0.1
    #expect(abs(slope / norm.squareRoot() - 1) < 1e-2)
  }

  @Test("without weights the gradient is zero; a task without weights takes no part")
  func unusedTasks() throws {
    let network = SmallNetwork([3, 4])
    let model = try network.model(network.plan())
    _ = try Self.losses(model, network.images)
    #expect(try Self.gradient(model, [[0, 0, 0], [0, 0, 0]]).allSatisfy { $0 == 0 })
    let size = network.shape.imageElementCount
    let first = try Self.gradient(model, [[1, 0, 0], [0, 1, 0]])
    let alone = try Self.gradient(model, [[1, 0, 0], [0, 0, 0]])
    #expect(relativeError(Array(first[..<size]), alone[..<size].map { Double($0) }) < 1e-6)
    #expect(alone[size...].allSatisfy { $0 == 0 } && first[size...].contains { $0 != 0 })
  }

  @Test("an image without labels is empty, and an overflow in its neighbour stays there")
  func neighbours() throws {
    var network = SmallNetwork([3, 4, 6])
    network.empty = [(0, 4), (1, 4), (2, 4)]
    let model = try network.model(network.plan())
    let clean = try Self.losses(model, network.images)
    #expect((0..<3).allSatisfy { clean[1, $0] == .empty && !clean[0, $0].isEmpty })
    let rows = [[1.0, 1, 1], [0, 0, 0], [1, 1, 1]]
    let gradient = try Self.gradient(model, rows)
    var values = Self.copy(network.images.span)
    let size = network.shape.imageElementCount
    for place in 2 * size..<3 * size { values[place] = place % 2 == 0 ? 3e38 : -3e38 }
    let damaged = try Self.losses(model, Tensor(network.shape, nhwc: values.span))
    #expect((0..<3).allSatisfy { damaged[0, $0] == clean[0, $0] && damaged[1, $0] == .empty })
    #expect(!damaged.isFinite(2))
    let second = try Self.gradient(model, rows)
    #expect(second[..<size] == gradient[..<size])
  }

  @Test(
    "every attack on a network keeps to the ball, and is judged afresh in single precision",
    arguments: [Precision.float32, .bfloat16])
  func attacks(_ precision: Precision) throws {
    let network = SmallNetwork([3, 4])
    let model = try network.model(
      network.plan(PlanOptions(computesInputGradient: true, precision: precision)))
    let plan = try network.plan(.evaluation)
    let judge = MeteredNetwork(plan, targets: try network.targets(plan))
    let range = ChannelRange(lower: SIMD3(repeating: -100), upper: SIMD3(repeating: 155))
    let harness = AttackHarness(
      ThreatModel(radius: PixelBudget(4), range: range), recordsSteps: true,
      judgesLastPoint: precision != .float32)
    for method: any AttackMethod in [
      ProjectedGradient(StepSchedule(count: 3)), AutoPGD(.croce2020, count: 5),
      AutoSAGA(StepSchedule(count: 2)),
    ] {
      judge.forget()
      let outcome = try harness.run(
        Attack(method, Balanced()), on: network.images, numbers: [3, 4], model: model,
        evaluator: judge)
      let judged = precision == .bfloat16 && method is AutoPGD ? 2 : 1
      #expect(outcome.judgementCount == judged)
      #expect(judge.measurements.count == 1 + judged)
      #expect(judge.measurements.allSatisfy { $0.count == 2 && $0.allSatisfy { $0.count == 3 } })
      let fresh = try Self.losses(judge, outcome.images)
      for image in 0..<2 {
        let result = outcome.outcomes[image]
        #expect(result.losses == (0..<3).map { fresh[image, $0] }, "\(method.name)")
        #expect(result.objective > 0, "\(method.name)")
        if judged == 2 {
          // What bfloat16 saw at the best of its points is not what is reported.
          let seen = result.steps.map { $0.losses.map(\.value) }
          #expect(!seen.contains(result.losses.map(\.value)))
        }
        for place in network.images.image(image).indices {
          let change = outcome.images.image(image)[place] - network.images.image(image)[place]
          #expect(abs(change) <= 4)
        }
      }
    }
  }

  @Test("the judge's losses are the model's, bit for bit, and its records are forgotten on request")
  func judge() throws {
    let network = SmallNetwork([3, 4])
    let plan = try network.plan()
    let judge = MeteredNetwork(plan, targets: try network.targets(plan))
    let measured = try Self.losses(judge, network.images)
    #expect(try measured == Self.losses(network.model(plan), network.images))
    #expect(judge.measurements.count == 1 && judge.inputShape == network.shape)
    judge.forget()
    #expect(judge.measurements.isEmpty && judge.taskCount == 3)
  }
}
