import AllocationCounting
import Attacks
import Kernels
import TensorCore
import Testing

/// What an attack allocates: memory for its start, and nothing for a step.
@Suite struct AllocationTests {
  /// Linear tasks with gradients that are there before the attack: its own part alone is counted.
  private final class StillModel: DifferentiableModel {
    let inputShape = TensorShape(batch: 2, height: 3, width: 4, channels: 3)
    let taskCount = 3
    private var point: [Float]
    private let slopes: [Float]

    init() {
      point = [Float](repeating: 0, count: inputShape.elementCount)
      slopes = (0..<3 * inputShape.elementCount).map { Float(($0 * 37) % 23 - 11) * 0.001 }
    }

    func evaluate(_ images: Span<Float>, into losses: inout LossTable) throws {
      for index in point.indices { point[index] = images[index] }
      let size = inputShape.imageElementCount
      for image in 0..<inputShape.batch {
        for task in 0..<taskCount {
          var sum = Double(40 + task)
          for index in image * size..<(image + 1) * size {
            sum += Double(point[index] * slopes[task * point.count + index])
          }
          losses[image, task] = TaskLoss(sum)
        }
      }
    }

    func inputGradient(
      _ weights: TaskWeights, into gradient: inout MutableSpan<Float>
    ) throws {
      let size = inputShape.imageElementCount
      for index in gradient.indices {
        var sum = 0.0
        for task in 0..<taskCount {
          sum += weights[index / size, task] * Double(slopes[task * gradient.count + index])
        }
        gradient[index] = Float(sum)
      }
    }
  }

  /// Allocations of an attack with that many steps.
  private static func count(
    _ strategy: any BalancingStrategy, norm: Norm, method: (Int) -> any AttackMethod, steps: Int
  ) throws -> Int {
    let model = StillModel()
    let images = Tensor(model.inputShape)
    let harness = AttackHarness(
      ThreatModel(norm, radius: PixelBudget(8), range: Cases.range))
    let attack = Attack(method(steps), strategy)
    let before = equipoise_counted_thread_allocations()
    _ = try harness.run(attack, on: images, numbers: [1, 2], model: model)
    return Int(equipoise_counted_thread_allocations() - before)
  }

  private static func methods(_ norm: Norm) -> [(Int) -> any AttackMethod] {
    var methods: [(Int) -> any AttackMethod] = [
      { ProjectedGradient(StepSchedule(count: $0)) },
      { AutoPGD(.croce2020, count: $0) },
      { AutoPGD(.paperRevised, count: $0, firstStep: .timesRadius(2)) },
    ]
    if norm == .maximum {
      methods.append({ MomentumIterative(StepSchedule(count: $0)) })
      methods.append({ AutoSAGA(StepSchedule(count: $0), rate: 1e6, decay: 0.5) })
    }
    return methods
  }

  /// Large tensors have memory of their own, past the C library's allocator.
  @Test("the allocations are counted at all", arguments: [2, 1024])
  func counterCounts(_ size: Int) {
    let before = equipoise_counted_thread_allocations()
    let tensor = Tensor(TensorShape(batch: 1, height: size, width: size, channels: 3))
    #expect(equipoise_counted_thread_allocations() == before + 1)
    #expect(tensor.shape.batch == 1)
  }

  @Test("thirty steps allocate as much as ten", arguments: Cases.strategies.indices)
  func stepsAllocateNothing(_ index: Int) throws {
    let strategy = Cases.strategies[index]
    for norm in Norm.allCases {
      for method in Self.methods(norm) {
        // The first run fills the caches of the language's runtime.
        _ = try Self.count(strategy, norm: norm, method: method, steps: 12)
        let short = try Self.count(strategy, norm: norm, method: method, steps: 10)
        let long = try Self.count(strategy, norm: norm, method: method, steps: 30)
        #expect(
          long == short, "\(method(1).name) with \(strategy.name), \(norm): \(long), not \(short)")
      }
    }
  }
}
