import Foundation
import Kernels
import TensorCore
import TestSupport
import Testing

@testable import Attacks

/// Methods that the parity files do not follow point by point, against Fixtures/reference.py.
@Suite struct GoldenTests {
  private struct Reference: Decodable {
    struct Run: Decodable {
      let method: String
      let strategy: String
      let decay: Float?
      let image: Int?
      let restart: Int?
      let stale: Bool?
      let rate: Float?
      let sagaDecay: Float?
      let alpha: [Double]?
      let start: [Float]?
      let points: [Float]
      let losses: [Double]
    }
    let clean: [Float]
    let offset: [Double]
    let a: [[Double]]
    let b: [[Double]]
    let runs: [Run]
  }

  /// The script's quadratic tasks.
  private final class Quadratics: DifferentiableModel {
    let reference: Reference
    let inputShape = TensorShape(batch: 1, height: 2, width: 4, channels: 3)
    let taskCount = 2
    private var point: [Float] = []
    private(set) var first: [Float] = []

    init(_ reference: Reference) { self.reference = reference }

    func evaluate(_ images: Span<Float>, into losses: inout LossTable) throws {
      point = images.indices.map { images[$0] }
      if point != reference.clean && first.isEmpty { first = point }
      for task in 0..<2 {
        var sum = 0.0
        for place in point.indices {
          let change = Double(point[place]) - reference.b[task][place]
          sum += reference.a[task][place] * change * change
        }
        losses[0, task] = TaskLoss(reference.offset[task] + sum / 2)
      }
    }

    func inputGradient(
      _ weights: TaskWeights, into gradient: inout MutableSpan<Float>
    ) throws {
      for place in point.indices {
        var sum = 0.0
        for task in 0..<2 {
          let change = Double(point[place]) - reference.b[task][place]
          sum += weights[0, task] * reference.a[task][place] * change
        }
        gradient[place] = Float(sum)
      }
    }
  }

  private static func reference() throws -> Reference {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/reference.json")
    return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: path))
  }

  @Test func momentumRandomStartsAndSelfAttention() throws {
    let reference = try Self.reference()
    #expect(reference.runs.count == 20)
    let means = SIMD3<Float>(104, 116.5, 122.75)
    let threat = ThreatModel(
      radius: PixelBudget(16), range: ChannelRange(lower: -means, upper: 255 - means))
    for run in reference.runs {
      let model = Quadratics(reference)
      let strategy: any BalancingStrategy = run.strategy == "total" ? TotalLoss() : Balanced()
      var session = try AttackSession(
        model: model, strategy: strategy, threat: threat,
        images: Tensor(model.inputShape, nhwc: reference.clean.span),
        keys: [ImageKey(seed: 99, image: run.image ?? 0, restart: run.restart ?? 0)],
        recordsSteps: false, cleanLosses: nil)
      if let alpha = run.alpha, let rate = run.rate, let decay = run.sagaDecay {
        let method = AutoSAGA(
          StepSchedule(count: 6), lookAhead: run.stale == true ? .paper : .allTasks, rate: rate,
          decay: decay)
        let coefficients = try method.attend(&session)
        #expect(relativeError(Cases.copy(coefficients.span), alpha) < 1e-4)
      } else if let decay = run.decay {
        try MomentumIterative(StepSchedule(count: 8), decay: decay).run(&session)
      } else {
        try ProjectedGradient(
          StepSchedule(count: 5, size: .timesRadius(0.25)), startsAtRandom: true
        ).run(&session)
      }
      let name = "\(run.method) \(run.strategy) \(run.decay ?? -1) \(run.restart ?? -1)"
      if let start = run.start { #expect(model.first == start, "\(name)") }
      let points = Cases.copy(session.point.span)
      for place in points.indices {
        #expect(abs(points[place] - run.points[place]) < 1e-4, "\(name), value \(place)")
      }
      try session.evaluate()
      for task in 0..<2 {
        #expect(abs(session.losses[0, task].value - run.losses[task]) < 1e-4, "\(name)")
      }
    }
  }
}
