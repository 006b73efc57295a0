internal import ComputePlatform
internal import Kernels
internal import TensorCore

/// Moves a flat array of parameters along its gradients, and remembers what the rule needs.
///
/// Parameters do not depend on each other, so an optimizer of a part of the array does what one of
/// the whole does there: ranks may share the work.
public final class Optimizer {
  /// How parameters move.
  public let rule: OptimizerRule
  /// Number of values that it moves.
  public let count: Int
  /// Steps taken.
  public private(set) var stepCount = 0
  private let first: AlignedBuffer<Float>
  private let second: AlignedBuffer<Float>

  /// What an optimizer remembers of every parameter.
  public enum Slot: String, CaseIterable, Hashable, Sendable {
    /// Adam's average of the gradients.
    case firstAverage = "exp_avg"
    /// Adam's average of their squares.
    case secondAverage = "exp_avg_sq"
    /// The velocity of gradient descent.
    case velocity = "momentum_buffer"
  }

  /// Creates an optimizer that has taken no step.
  public init(_ rule: OptimizerRule, count: Int) {
    self.rule = rule
    self.count = count
    first = AlignedBuffer(repeating: 0, count: count)
    switch rule {
    case .adam: second = AlignedBuffer(repeating: 0, count: count)
    case .descent: second = AlignedBuffer(repeating: 0, count: 0)
    }
  }

  /// What it remembers, in order.
  public var slotNames: [Slot] {
    switch rule {
    case .adam: [.firstAverage, .secondAverage]
    case .descent: [.velocity]
    }
  }

  /// Takes a step.
  /// - Precondition: ``count`` values and gradients.
  /// - Complexity: O(values), in parallel; allocates nothing that grows with them.
  public func step(
    _ values: inout MutableSpan<Float>, gradients: Span<Float>, learningRate: Double
  ) {
    precondition(
      values.count == count && gradients.count == count,
      "\(values.count) values and \(gradients.count) gradients for \(count)")
    stepCount += 1
    let kernel = Kernel(rule, number: stepCount, learningRate: learningRate)
    // Parts do not overlap, so that threads may have them at the same time.
    let (firsts, seconds) = unsafe (first.unsafeBaseAddress, second.unsafeBaseAddress)
    let (hasSecond, count) = (second.count > 0, count)
    unsafe values.withUnsafeMutableBufferPointer { values in
      let values = unsafe UnsafeMutableBufferPointer(rebasing: values[...])
      unsafe gradients.withUnsafeBufferPointer { gradients in
        let size = 65_536
        ThreadTeam.forEach(count: (count + size - 1) / size) { part in
          let range = part * size..<min((part + 1) * size, count)
          var target = unsafe MutableSpan(_unsafeElements: values.extracting(range))
          var one = unsafe MutableSpan(
            _unsafeStart: firsts + range.lowerBound, count: range.count)
          var two = unsafe MutableSpan(
            _unsafeStart: seconds + (hasSecond ? range.lowerBound : 0),
            count: hasSecond ? range.count : 0)
          unsafe kernel.apply(to: &target, gradients.extracting(range).span, &one, &two)
        }
      }
    }
  }

  /// A step of either rule.
  private enum Kernel {
    case adam(AdamStep)
    case descent(DescentStep)

    init(_ rule: OptimizerRule, number: Int, learningRate: Double) {
      switch rule {
      case .adam(let adam):
        self = .adam(
          AdamStep(
            number: number, learningRate: learningRate,
            betas: (adam.firstDecay, adam.secondDecay), epsilon: adam.epsilon,
            weightDecay: adam.weightDecay))
      case .descent(let descent):
        self = .descent(
          DescentStep(
            number: number, learningRate: learningRate, momentum: descent.momentum,
            dampening: descent.dampening, isNesterov: descent.isNesterov,
            weightDecay: descent.weightDecay))
      }
    }

    func apply(
      to values: inout MutableSpan<Float>, _ gradients: Span<Float>,
      _ first: inout MutableSpan<Float>, _ second: inout MutableSpan<Float>
    ) {
      switch self {
      case .adam(let step):
        step.apply(to: &values, gradients: gradients, first: &first, second: &second)
      case .descent(let step):
        step.apply(to: &values, gradients: gradients, velocity: &first)
      }
    }
  }

  /// Lets `body` read or change what is remembered, to store or to restore it.
  /// - Precondition: a slot that the rule has.
  public func withSlot<Result>(
    _ slot: Slot, _ body: (inout MutableSpan<Float>) throws -> Result
  ) rethrows -> Result {
    guard let index = slotNames.firstIndex(of: slot) else {
      preconditionFailure("\(rule) has no \(slot.rawValue)")
    }
    let start = unsafe index == 0 ? first.unsafeBaseAddress : second.unsafeBaseAddress
    var span = unsafe MutableSpan(_unsafeStart: start, count: count)
    return try body(&span)
  }

  /// Continues after a number of steps.
  func restore(stepCount: Int) { self.stepCount = stepCount }
}
