internal import ComputePlatform
internal import Kernels
internal import TensorCore

/// Moves parts of a flat array of parameters along their gradients, and remembers what the rule
/// needs.
///
/// Parameters do not depend on each other, so an optimizer of a part of the array does what one of
/// the whole does there: ranks may share the work.
public final class Optimizer {
  /// How parameters move.
  public let rule: OptimizerRule
  /// What it moves, in order. What it remembers of the parts lies one after the other.
  public let parts: [Range<Int>]
  /// Number of values that it moves.
  public let count: Int
  /// Steps taken.
  public private(set) var stepCount = 0
  private let pieces: [Piece]
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
  /// - Precondition: parts that do not overlap, in order.
  public init(_ rule: OptimizerRule, parts: [Range<Int>]) {
    precondition(
      zip(parts, parts.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound },
      "parts \(parts) out of order")
    self.rule = rule
    self.parts = parts
    let count = parts.reduce(0) { $0 + $1.count }
    self.count = count
    pieces = Piece.all(of: parts)
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

  /// Creates an optimizer of a whole array.
  public convenience init(_ rule: OptimizerRule, count: Int) {
    self.init(rule, parts: [0..<count])
  }

  /// Takes a step.
  /// - Parameters:
  ///   - values: the whole array, of which the parts move.
  ///   - gradients: as many.
  /// - Precondition: the parts lie in the array.
  /// - Complexity: O(values), in parallel; allocates nothing that grows with them.
  public func step(
    _ values: inout MutableSpan<Float>, gradients: Span<Float>, learningRate: Double
  ) {
    let end = parts.last?.upperBound ?? 0
    precondition(
      values.count == gradients.count && values.count >= end,
      "\(values.count) values and \(gradients.count) gradients for parts up to \(end)")
    stepCount += 1
    let kernel = Kernel(rule, number: stepCount, learningRate: learningRate)
    // Pieces do not overlap, so that threads may have them at the same time.
    let (firsts, seconds) = unsafe (first.unsafeBaseAddress, second.unsafeBaseAddress)
    let (hasSecond, pieces) = (second.count > 0, pieces)
    unsafe values.withUnsafeMutableBufferPointer { values in
      let values = unsafe UnsafeMutableBufferPointer(rebasing: values[...])
      unsafe gradients.withUnsafeBufferPointer { gradients in
        ThreadTeam.forEach(count: pieces.count) { index in
          let (range, offset) = (pieces[index].range, pieces[index].offset)
          var target = unsafe MutableSpan(_unsafeElements: values.extracting(range))
          var one = unsafe MutableSpan(_unsafeStart: firsts + offset, count: range.count)
          var two = unsafe MutableSpan(
            _unsafeStart: seconds + (hasSecond ? offset : 0),
            count: hasSecond ? range.count : 0)
          unsafe kernel.apply(to: &target, gradients.extracting(range).span, &one, &two)
        }
      }
    }
  }

  /// What a thread moves at once.
  private struct Piece {
    let range: Range<Int>
    /// Where what is remembered of it begins.
    let offset: Int

    private static let length = 65_536

    static func all(of parts: [Range<Int>]) -> [Piece] {
      var pieces: [Piece] = []
      var offset = 0
      for part in parts {
        for start in stride(from: part.lowerBound, to: part.upperBound, by: length) {
          let range = start..<min(start + length, part.upperBound)
          pieces.append(Piece(range: range, offset: offset))
          offset += range.count
        }
      }
      return pieces
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

  /// Lets `body` read or change what is remembered, part after part, to store or to restore it.
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

  /// Whether any value of a range of the array is in the parts.
  func moves(_ range: Range<Int>) -> Bool { parts.contains { $0.overlaps(range) } }

  /// Takes over what was remembered of values of the array, as far as they are in the parts.
  /// - Parameter start: the place of the first value in the array.
  func restore(_ slot: Slot, _ values: [Float], from start: Int) {
    withSlot(slot) { all in
      var offset = 0
      for part in parts {
        let common = part.clamped(to: start..<start + values.count)
        for index in common {
          all[offset + index - part.lowerBound] = values[index - start]
        }
        offset += part.count
      }
    }
  }

  /// Continues after a number of steps.
  func restore(stepCount: Int) { self.stepCount = stepCount }
}
