import Attacks
import TensorCore

/// Tasks that can be differentiated by hand. Values are scaled to about 1 by `unit`.
enum AnalyticTask: Sendable {
  /// offset + mean of slope[i] * x[i] / unit.
  case affine(offset: Double)
  /// offset + mean of (x[i] / unit - target[i])^2 / 2.
  case quadratic(offset: Double)
  /// offset + mean of a wave of frequency * x[i] / unit + target[i], which has many maxima.
  case wave(offset: Double, frequency: Double)
}

/// A model whose tasks are functions of single values, with targets of every image from its number.
///
/// What is returned for an image depends on its values and its number alone.
final class AnalyticModel: DifferentiableModel {
  let inputShape: TensorShape
  let tasks: [AnalyticTask]
  let numbers: [Int]
  /// Tasks without a valid pixel, by image number.
  var empty: [Int: Set<Int>] = [:]
  /// Images whose first task is NaN, from that forward pass on.
  var poisoned: [Int: Int] = [:]
  private var images: [Float] = []
  private(set) var forwardCount = 0
  private(set) var backwardCount = 0
  private static let unit = 50.0

  static let mixed: [AnalyticTask] = [
    .quadratic(offset: 0.4), .wave(offset: 30, frequency: 3), .affine(offset: 2),
  ]

  init(_ numbers: [Int], height: Int = 2, width: Int = 3, tasks: [AnalyticTask] = mixed) {
    self.numbers = numbers
    self.tasks = tasks
    inputShape = TensorShape(batch: numbers.count, height: height, width: width, channels: 3)
  }

  var taskCount: Int { tasks.count }

  func resetCounts() { (forwardCount, backwardCount) = (0, 0) }

  func evaluate(_ images: Span<Float>, into losses: inout LossTable) throws {
    forwardCount += 1
    self.images = images.indices.map { images[$0] }
    for (image, number) in numbers.enumerated() {
      for task in tasks.indices {
        if empty[number]?.contains(task) == true {
          losses[image, task] = .empty
        } else if task == 0, let first = poisoned[number], forwardCount >= first {
          losses[image, task] = TaskLoss(.nan)
        } else {
          losses[image, task] = TaskLoss(loss(task, image, number))
        }
      }
    }
  }

  func inputGradient(
    _ weights: TaskWeights, into gradient: inout MutableSpan<Float>
  ) throws {
    backwardCount += 1
    let size = inputShape.imageElementCount
    for (image, number) in numbers.enumerated() {
      for index in 0..<size {
        var sum = 0.0
        for task in tasks.indices where weights[image, task] != 0 {
          sum += weights[image, task] * slope(task, image, number, index)
        }
        gradient[image * size + index] = Float(sum)
      }
    }
  }

  /// A number in -1...1 that belongs to a value of an image and a task.
  static func parameter(_ task: Int, _ number: Int, _ index: Int) -> Double {
    let mixed =
      (UInt64(task + 1) &* 0x9E37_79B9 &+ UInt64(number + 1) &* 0x85EB_CA6B
        &+ UInt64(index + 1) &* 0xC2B2_AE35) &* 0x94D0_49BB_1331_11EB
    return Double(mixed >> 40) / Double(1 << 23) - 1
  }

  private func value(_ image: Int, _ index: Int) -> Double {
    Double(images[image * inputShape.imageElementCount + index]) / Self.unit
  }

  private func loss(_ task: Int, _ image: Int, _ number: Int) -> Double {
    let size = inputShape.imageElementCount
    var sum = 0.0
    var base = 0.0
    for index in 0..<size {
      let target = Self.parameter(task, number, index)
      switch tasks[task] {
      case .affine(let offset):
        base = offset
        sum += target * value(image, index)
      case .quadratic(let offset):
        base = offset
        sum += (value(image, index) - target) * (value(image, index) - target) / 2
      case .wave(let offset, let frequency):
        base = offset
        sum += Wave.value(frequency * value(image, index) + target)
      }
    }
    return base + sum / Double(size)
  }

  private func slope(_ task: Int, _ image: Int, _ number: Int, _ index: Int) -> Double {
    let target = Self.parameter(task, number, index)
    let scale = 1 / (Double(inputShape.imageElementCount) * Self.unit)
    switch tasks[task] {
    case .affine: return target * scale
    case .quadratic: return (value(image, index) - target) * scale
    case .wave(_, let frequency):
      return frequency * Wave.slope(frequency * value(image, index) + target) * scale
    }
  }
}

/// A parabola of period 2 and its derivative: a wave without a library function.
enum Wave {
  static func phase(_ x: Double) -> Double { x - 2 * (x / 2).rounded(.toNearestOrEven) }
  static func value(_ x: Double) -> Double { 1 - phase(x) * phase(x) }
  static func slope(_ x: Double) -> Double { -2 * phase(x) }
}
